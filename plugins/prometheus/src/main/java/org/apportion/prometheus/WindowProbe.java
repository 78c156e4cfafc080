package org.apportion.prometheus;

import java.util.Map;
import org.apportion.model.ApportionException;

/**
 * Finds out which samples the server's windows take by asking for something that is true without any data: how many of the steps one
 * second apart lie in a window of two seconds. Closed: three; without its beginning: two.
 */
final class WindowProbe {
    private static final String QUERY = "count_over_time(vector(1)[2s:1s])";

    private WindowProbe() {}

    /** @throws ApportionException {@code PROMETHEUS_WINDOWS_UNKNOWN} for any other answer */
    static Windows of(Server server) {
        String found = "";
        if (server.ask("query", Map.of("query", QUERY, "time", "1700000000"), "prometheus.windows")
                instanceof Server.Outcome.Answer answer) {
            found = answer.data().path("result").path(0).path("value").path(1).asString("");
        }
        return switch (found) {
            case "3" -> Windows.CLOSED;
            case "2" -> Windows.LEFT_OPEN;
            default ->
                throw PrometheusError.PROMETHEUS_WINDOWS_UNKNOWN.at(
                        "prometheus.windows",
                        "the server does not show whether its windows hold both their ends.",
                        "Set windows to closed (as Prometheus 2 has them) or left-open (as Prometheus 3).");
        };
    }
}
