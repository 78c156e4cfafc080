package org.apportion.prometheus;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;

/**
 * A server with raw samples that evaluates {@code sum|avg|count_over_time(name[window])}, with windows as Prometheus 2 or 3 takes them,
 * and the instant query by which they are told apart. {@code RealPrometheusTest} holds its answers against the real program.
 */
final class FakePrometheus extends FakeHttpService {
    private static final Pattern OVER_TIME =
            Pattern.compile(".*?(sum|avg|count)_over_time\\((\\w+)\\[(\\d+)(ms|s)]\\).*?(?:\\* (\\d+) / 60\\)?)?");

    private final Windows windows;
    private final Map<Map<String, String>, TreeMap<Long, BigDecimal>> series = new HashMap<>();
    private int mostSamples = Integer.MAX_VALUE;
    private Function<Request, Reply> guard = request -> Reply.text(200, "");

    FakePrometheus(Windows windows) {
        this.windows = windows;
    }

    /** Adds a sample. */
    FakePrometheus sample(String name, Map<String, String> labels, long second, String value) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("__name__", name);
        series.computeIfAbsent(all, any -> new TreeMap<>()).put(second * 1000, new BigDecimal(value));
        return this;
    }

    /** Refuses what looks at more samples, as {@code --query.max-samples} does. */
    void limitSamples(int most) {
        mostSamples = most;
    }

    /** Asked before each answer; one without a body lets the request pass. */
    void guard(Function<Request, Reply> check) {
        guard = check;
    }

    @Override
    protected Reply answer(Request request) {
        Reply refusal = guard.apply(request);
        if (!refusal.body().isEmpty() || refusal.status() != 200) {
            return refusal;
        }
        Map<String, String> form = form(request.body());
        if (request.path().endsWith("/query")) {
            return Reply.json(
                    200,
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\""
                            + (windows == Windows.CLOSED ? 3 : 2) + "\"]}]}}");
        }
        return range(form);
    }

    private Reply range(Map<String, String> form) {
        Matcher query = OVER_TIME.matcher(form.getOrDefault("query", ""));
        if (!query.matches()) {
            return Reply.json(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}");
        }
        long start = Long.parseLong(form.get("start"));
        long end = Long.parseLong(form.get("end"));
        long step = Long.parseLong(form.get("step"));
        long width = Long.parseLong(query.group(3)) * (query.group(4).equals("s") ? 1000 : 1);
        List<String> result = new ArrayList<>();
        int seen = 0;
        for (Map.Entry<Map<String, String>, TreeMap<Long, BigDecimal>> one : series.entrySet()) {
            if (!query.group(2).equals(one.getKey().get("__name__"))) {
                continue;
            }
            List<String> values = new ArrayList<>();
            for (long time = start; time <= end; time += step) {
                var taken = one.getValue()
                        .subMap(time * 1000 - width, windows == Windows.CLOSED, time * 1000, true)
                        .values();
                seen += taken.size();
                if (!taken.isEmpty()) {
                    values.add("[" + time + ",\"" + value(query, List.copyOf(taken)) + "\"]");
                }
            }
            if (!values.isEmpty()) {
                result.add("{\"metric\":" + labels(one.getKey()) + ",\"values\":[" + String.join(",", values) + "]}");
            }
        }
        if (seen > mostSamples) {
            return Reply.json(
                    422,
                    "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"query processing would load too many"
                            + " samples into memory in query execution\"}");
        }
        return matrix(String.join(",", result));
    }

    static Reply matrix(String series) {
        return Reply.json(
                200, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + series + "]}}");
    }

    private static String value(Matcher query, List<BigDecimal> taken) {
        BigDecimal sum = taken.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal value = switch (query.group(1)) {
            case "count" -> BigDecimal.valueOf(taken.size());
            case "avg" ->
                sum.divide(BigDecimal.valueOf(taken.size()), MathContext.DECIMAL64)
                        .multiply(BigDecimal.valueOf(60));
            default -> sum;
        };
        if (query.group(5) != null) {
            value = value.multiply(new BigDecimal(query.group(5)))
                    .divide(BigDecimal.valueOf(60), RoundingMode.UNNECESSARY);
        }
        return value.stripTrailingZeros().toPlainString();
    }

    private static String labels(Map<String, String> labels) {
        List<String> members = new ArrayList<>();
        labels.forEach((name, value) -> {
            if (!name.equals("__name__")) {
                members.add('"' + name + "\":\"" + value + '"');
            }
        });
        return "{" + String.join(",", members) + "}";
    }

    static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            form.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    @Override
    protected boolean isMetering(Request request) {
        return request.path().endsWith("/query_range");
    }

    @Override
    protected Reply refusal(Fault fault) {
        return fault instanceof Fault.Throttle
                ? new Reply(429, Map.of("Retry-After", "0"), "busy")
                : Reply.text(500, "broken");
    }
}
