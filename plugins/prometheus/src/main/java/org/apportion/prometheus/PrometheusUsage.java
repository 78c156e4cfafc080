package org.apportion.prometheus;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;

/**
 * Asks a server what a product's metrics are at one instant, one query per metric, all of them as of that instant. A metric without
 * one certain value is left out of the sample and told: what is not known is not zero.
 */
final class PrometheusUsage implements ProductUsage {

    /** @param delay how far before now the instant lies, for data that arrives late
     * @param countWarned whether an answer counts that the server warns about: a part of its data may be missing */
    record Asking(List<UsageQuery> queries, Duration delay, boolean countWarned) {
        Asking {
            queries = List.copyOf(queries);
        }
    }

    private final Server server;
    private final Asking asking;
    private final InstantSource clock;
    private final List<String> complaints = new ArrayList<>();

    PrometheusUsage(Server server, Asking asking, InstantSource clock) {
        this.server = server;
        this.asking = asking;
        this.clock = clock;
    }

    @Override
    public UsageReading read() {
        complaints.clear();
        Instant at = clock.instant().minus(asking.delay()).truncatedTo(ChronoUnit.MILLIS);
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        Map<String, Map<String, BigDecimal>> dimensions = new LinkedHashMap<>();
        for (UsageQuery query : asking.queries()) {
            Map<String, BigDecimal> values = values(query, at);
            if (!values.isEmpty() && query.dimension().isPresent()) {
                dimensions.put(query.metric(), values);
            } else if (!values.isEmpty()) {
                metrics.put(query.metric(), values.get(""));
            }
        }
        if (metrics.isEmpty() && dimensions.isEmpty()) {
            String all = String.join(" ", complaints);
            complaints.clear();
            throw PrometheusError.PROMETHEUS_NO_USAGE.at(
                    "", "no metric has a value at " + at + ": " + all, "Try the queries in the server's own page.");
        }
        return new UsageReading(at, metrics, dimensions, Optional.empty());
    }

    @Override
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Empty, and told, if the query has no certain value; a server that refuses all is a failure of all. */
    private Map<String, BigDecimal> values(UsageQuery query, Instant at) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("query", query.query());
        form.put("time", BigDecimal.valueOf(at.toEpochMilli(), 3).toPlainString());
        String subject = "metric " + query.metric();
        try {
            Server.Outcome outcome = server.ask("query", form, subject);
            if (outcome instanceof Server.Outcome.Answer answer) {
                return values(query, answer);
            }
            complain(query, "the server cannot answer: " + ((Server.Outcome.TooMuch) outcome).reason());
        } catch (ApportionException e) {
            if (e.code() != PrometheusError.PROMETHEUS_QUERY_REFUSED) {
                throw e;
            }
            complain(query, e.problem());
        }
        return Map.of();
    }

    private Map<String, BigDecimal> values(UsageQuery query, Server.Outcome.Answer answer) {
        if (!answer.warnings().isEmpty()) {
            complain(query, "the server warns: " + String.join("; ", answer.warnings()));
            if (!asking.countWarned()) {
                return Map.of();
            }
        }
        InstantAnswer.Values values = new InstantAnswer(query, answer.data()).values();
        if (!values.problem().isEmpty()) {
            complain(query, values.problem());
        }
        return values.byDimension();
    }

    private void complain(UsageQuery query, String problem) {
        complaints.add("The metric " + query.metric() + ": " + problem + (problem.endsWith(".") ? "" : "."));
    }

    @Override
    public void close() {
        // Nothing is open between two questions.
    }
}
