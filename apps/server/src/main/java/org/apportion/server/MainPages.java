package org.apportion.server;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apportion.report.MetricsFeed;
import org.apportion.report.exposition.ExpositionFormat;
import org.apportion.report.exposition.MetricFamily;

/** {@code /metrics}, {@code /health}, {@code /ready}, and {@code /}, which names them. */
final class MainPages implements Page {
    private static final String METRICS = "/metrics";
    private static final String INDEX =
            "Apportion\n\n/metrics  costs and health for Prometheus\n/health   the process works\n"
                    + "/ready    the ledger answers";

    private final MetricsFeed feed;
    private final Map<ExpositionFormat, byte[]> rendered = new EnumMap<>(ExpositionFormat.class);
    private List<MetricFamily> of = List.of();

    MainPages(MetricsFeed feed) {
        this.feed = feed;
    }

    @Override
    public boolean isRestricted(String path) {
        return path.equals(METRICS);
    }

    @Override
    public Answer answer(Ask ask) {
        return switch (ask.path()) {
            case METRICS -> metrics(ExpositionFormat.accepted(ask.accept()));
            case "/health" -> Answer.of(200, "ok");
            case "/ready" -> feed.isReady() ? Answer.of(200, "ok") : Answer.of(503, "the ledger does not answer");
            case "/" -> Answer.of(200, INDEX);
            default -> Answer.of(404, "There is only /metrics, /health and /ready.");
        };
    }

    /** Rendered once per run and format. */
    private synchronized Answer metrics(ExpositionFormat format) {
        List<MetricFamily> families = feed.totals();
        if (families != of) {
            rendered.clear();
            of = families;
        }
        return Answer.ok(format.contentType(), rendered.computeIfAbsent(format, one -> one.render(families)));
    }
}
