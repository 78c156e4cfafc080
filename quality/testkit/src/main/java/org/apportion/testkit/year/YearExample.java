package org.apportion.testkit.year;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the bills and usage of the example year, 2026, step by step as they arrive: three providers in three formats, with
 * restatements, refunds and late usage. To write them anew after a change, run the main method with the folder {@code examples/year}.
 */
public final class YearExample {
    private static final int YEAR = 2026;

    private YearExample() {}

    /**
     * Writes the files into a folder.
     *
     * @param arguments the folder of the example
     */
    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = Path.of(arguments[0]).resolve(file.getKey());
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Relative path to content. */
    public static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        for (int month = 1; month <= 12; month++) {
            String step = step(month);
            files.put(step + aws(month), AwsYear.bill(of(month), AwsYear.Version.FIRST));
            files.put(step + azure(month), AzureYear.bill(of(month), false));
            files.put(step + gcp(month), GcpYear.bill(of(month), 1));
            files.put(step + usage(month), UsageYear.samples(of(month), false));
        }
        // The first bill of January lacks its tax; the invoice brings it.
        files.put(step(2) + aws(1), AwsYear.bill(of(1), AwsYear.Version.INVOICE));
        // Google restates February after it was closed.
        files.put(step(4) + gcp(2), GcpYear.bill(of(2), 2));
        // A refund for January, long closed.
        files.put(step(5) + azure(1), AzureYear.bill(of(1), true));
        // Usage of April and June arrives late: April is closed, June is not.
        files.put(step(7) + usage(4), UsageYear.samples(of(4), true));
        files.put(step(7) + usage(6), UsageYear.samples(of(6), true));
        // A smaller bill: a machine of June was never there.
        files.put(step(10) + aws(6), AwsYear.bill(of(6), AwsYear.Version.SHRUNK));
        // Usage of October arrives after it was closed, and before anything of it went out.
        files.put(step(12) + usage(10), UsageYear.samples(of(10), true));
        // After the year, Google corrects December once more, and Azure refunds an outage of November.
        files.put("steps/13-afterwards/files/" + azure(11), AzureYear.bill(of(11), true));
        files.put("steps/13-afterwards/files/" + gcp(12), GcpYear.bill(of(12), 2));
        return files;
    }

    private static YearMonth of(int month) {
        return YearMonth.of(YEAR, month);
    }

    private static String step(int month) {
        return "steps/%02d-%s/files/"
                .formatted(month, of(month).getMonth().toString().toLowerCase(java.util.Locale.ROOT));
    }

    private static String aws(int month) {
        return "bills/aws/" + of(month) + ".csv";
    }

    private static String azure(int month) {
        return "bills/azure/" + of(month) + ".csv";
    }

    private static String gcp(int month) {
        return "bills/gcp/" + of(month) + ".ndjson";
    }

    private static String usage(int month) {
        return "usage/" + of(month) + ".csv";
    }
}
