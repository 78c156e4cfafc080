package org.apportion.report.exposition;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The two texts in which metrics are told. Source: OpenMetrics 1.0 (text format) and Prometheus' exposition format 0.0.4. They
 * differ in the time of a sample, seconds in the one and milliseconds in the other, in {@code # UNIT} and in {@code # EOF}.
 */
public enum ExpositionFormat {
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    CLASSIC("text/plain; version=0.0.4; charset=utf-8");

    private static final int BYTES_PER_SERIES = 160;
    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";

    private final String contentType;

    ExpositionFormat(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /**
     * What a reader wants: OpenMetrics if its {@code Accept} names it with a weight above zero and not below that of plain text,
     * else the classic text.
     */
    public static ExpositionFormat accepted(String header) {
        int open = 0;
        int plain = 0;
        for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] words = range.strip().split("\\s*;\\s*", -1);
            int weight = weight(words);
            if (words[0].equals(OPEN_METRICS_TYPE)) {
                open = Math.max(open, weight);
            } else if (words[0].equals("text/plain") || words[0].equals("text/*")) {
                plain = Math.max(plain, weight);
            }
        }
        return open > 0 && open >= plain ? OPEN_METRICS : CLASSIC;
    }

    /** In thousandths; 1000 if none is written or it cannot be read. */
    private static int weight(String[] words) {
        for (int i = 1; i < words.length; i++) {
            if (words[i].matches("q=(0([.][0-9]{0,3})?|1([.]0{0,3})?)")) {
                return new BigDecimal(words[i].substring(2).replaceAll("[.]$", ""))
                        .movePointRight(3)
                        .intValue();
            }
        }
        return 1000;
    }

    /** The whole page, UTF-8. */
    public byte[] render(List<MetricFamily> families) {
        long series =
                families.stream().mapToLong(family -> family.samples().size()).sum();
        StringBuilder text = new StringBuilder((int) Math.min(1 << 28, 4096 + series * BYTES_PER_SERIES));
        families.forEach(family -> write(family, text));
        if (this == OPEN_METRICS) {
            text.append("# EOF\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(MetricFamily family, StringBuilder text) {
        head(family, text);
        for (MetricSample sample : family.samples()) {
            line(family, sample, text);
        }
    }

    /** The lines before a family's samples. With {@link #line} for a page that is too long for the memory. */
    public void head(MetricFamily family, StringBuilder text) {
        text.append("# TYPE ").append(family.name()).append(" gauge\n");
        if (this == OPEN_METRICS && !family.unit().isEmpty()) {
            text.append("# UNIT ")
                    .append(family.name())
                    .append(' ')
                    .append(family.unit())
                    .append('\n');
        }
        text.append("# HELP ").append(family.name()).append(' ');
        escape(family.help(), this == OPEN_METRICS, text);
        text.append('\n');
    }

    /** The line of one sample. */
    public void line(MetricFamily family, MetricSample sample, StringBuilder text) {
        text.append(family.name());
        labels(family.labels(), sample.values(), text);
        text.append(' ').append(plain(sample.number()));
        sample.at().ifPresent(at -> text.append(' ').append(time(at)));
        text.append('\n');
    }

    private static void labels(List<String> names, List<String> values, StringBuilder text) {
        if (names.isEmpty()) {
            return;
        }
        char before = '{';
        for (int i = 0; i < names.size(); i++) {
            text.append(before).append(names.get(i)).append("=\"");
            escape(values.get(i), true, text);
            text.append('"');
            before = ',';
        }
        text.append('}');
    }

    private static void escape(String value, boolean quotes, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quotes ? "\\\"" : "\"");
                default -> text.append(letter);
            }
        }
    }

    private static String plain(BigDecimal number) {
        String text = number.toPlainString();
        if (number.scale() <= 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    private String time(Instant at) {
        if (this == CLASSIC) {
            return Long.toString(at.toEpochMilli());
        }
        return BigDecimal.valueOf(at.toEpochMilli(), 3).stripTrailingZeros().toPlainString();
    }
}
