package org.apportion.azure;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.http.RetryAfter;
import org.apportion.http.objects.ObjectError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports of the Cost Details API: asked for, waited for, described. Source: Microsoft Cost Management REST API, "Generate Cost
 * Details Report" (create operation, get operation results), version 2023-11-01.
 */
final class CostReports {
    private static final String VERSION = "2023-11-01";
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_FAILURES = 4;

    private final Place place;
    private final Supplier<String> bearer;
    private final HttpCaller caller;
    private final InstantSource clock;
    private final Consumer<Duration> wait;

    /**
     * Where reports are made.
     *
     * @param endpoint of the resource manager
     * @param scope such as {@code subscriptions/<id>}, without a slash at its ends
     * @param longest time to wait for one report, throttling included
     */
    record Place(URI endpoint, String scope, Duration longest) {}

    /**
     * What is asked.
     *
     * @param metric ActualCost or AmortizedCost
     * @param start first day, inclusive
     * @param end last day, inclusive, in the same month
     */
    record Request(String metric, LocalDate start, LocalDate end) {}

    /** A file of a report; its link is a credential. */
    record Blob(URI link, long bytes) {
        @Override
        public String toString() {
            return bytes + " bytes";
        }
    }

    /** @param compressed whether the files are gzip */
    record Report(List<Blob> blobs, boolean compressed) {
        Report {
            blobs = List.copyOf(blobs);
        }
    }

    CostReports(Place place, Supplier<String> bearer, HttpCaller caller, InstantSource clock, Consumer<Duration> wait) {
        this.place = place;
        this.bearer = bearer;
        this.caller = caller;
        this.clock = clock;
        this.wait = wait;
    }

    String name() {
        return "cost-details://" + place.scope();
    }

    /**
     * Has the report made.
     *
     * @return empty if the service has no cost of those days
     * @throws org.apportion.model.ApportionException with an {@link ObjectError}
     */
    Optional<Report> make(Request request) {
        HttpCall call = HttpCall.postJson(
                URI.create(place.endpoint() + "/" + place.scope()
                        + "/providers/Microsoft.CostManagement/generateCostDetailsReport?api-version=" + VERSION),
                Map.of(),
                body(request));
        Duration waited = Duration.ZERO;
        int failures = 0;
        while (true) {
            HttpReply reply = caller.exchange(call.with("Authorization", bearer.get()));
            Duration pause = USUAL_PAUSE;
            if (reply instanceof HttpReply.Answered answer) {
                if (answer.status() == 200) {
                    return report(answer.body(), request);
                }
                if (answer.status() == 204) {
                    return Optional.empty();
                }
                if (answer.status() == 202) {
                    call = HttpCall.get(operation(call, answer), Map.of());
                    failures = 0;
                } else if (answer.status() / 100 == 5) {
                    failures++;
                } else if (answer.status() != 429) {
                    throw refusal(answer);
                }
                pause = pauseOf(answer);
            } else {
                failures++;
            }
            if (failures >= MOST_FAILURES) {
                throw notRead("the service did not answer in " + failures + " attempts.", "Run it again later.");
            }
            waited = waited.plus(pause);
            if (waited.compareTo(place.longest()) > 0) {
                throw notRead(
                        "the report of " + request.start() + " was not ready within " + place.longest() + ".",
                        "Run it again later, or let it wait longer by the setting wait.");
            }
            wait.accept(pause);
        }
    }

    private Duration pauseOf(HttpReply.Answered answer) {
        Duration asked = RetryAfter.of(answer, clock.instant()).orElse(USUAL_PAUSE);
        return asked.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : asked;
    }

    /** Where the answer says that the result will be; the token goes to no other host than the configured one. */
    private URI operation(HttpCall asked, HttpReply.Answered answer) {
        Optional<String> location = answer.header("location");
        if (location.isEmpty() && asked.method().equals("GET")) {
            return asked.uri();
        }
        try {
            URI uri = place.endpoint().resolve(location.orElse("").strip());
            if (location.isPresent()
                    && place.endpoint().getScheme().equals(uri.getScheme())
                    && place.endpoint().getAuthority().equals(uri.getAuthority())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw unpromised("the address of the report cannot be read.");
        }
        throw unpromised("the address of the report is missing or at another host.");
    }

    private Optional<Report> report(String body, Request request) {
        JsonNode answer =
                Json.read(body).filter(JsonNode::isObject).orElseThrow(() -> unpromised("the answer is not JSON."));
        String status = Json.text(answer, "status");
        if (status.equals("NoDataFound")) {
            return Optional.empty();
        }
        JsonNode manifest = answer.path("manifest");
        if (!status.equals("Completed")) {
            JsonNode error = answer.path("error");
            throw notRead(
                    "the service could not make the report: "
                            + Redaction.clean(
                                    status + " " + Json.text(error, "code") + " " + Json.text(error, "message")),
                    "Ask for a smaller scope or fewer data, or use an export for large ones; else run it again later.");
        }
        mustBeAbout(request, manifest.path("requestContext").path("requestBody"));
        String format = Json.text(manifest, "dataFormat");
        if (!format.isEmpty() && !format.equalsIgnoreCase("Csv")) {
            throw unpromised("the report is no CSV.");
        }
        List<Blob> blobs = new ArrayList<>();
        long bytes = 0;
        for (JsonNode blob : manifest.path("blobs")) {
            blobs.add(blob(blob));
            bytes += blobs.get(blobs.size() - 1).bytes();
        }
        long count = manifest.path("blobCount").asLong(blobs.size());
        long total = manifest.path("byteCount").asLong(bytes);
        if (count != blobs.size() || total != bytes) {
            throw damaged("its manifest names " + blobs.size() + " files of " + bytes + " bytes, but says " + count
                    + " files of " + total + " bytes.");
        }
        return blobs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Report(blobs, manifest.path("compressData").asBoolean(false)));
    }

    private Blob blob(JsonNode blob) {
        try {
            URI link = new URI(Json.text(blob, "blobLink"));
            long bytes = blob.path("byteCount").asLong(-1);
            boolean isSafe = "https".equals(link.getScheme())
                    || "http".equals(place.endpoint().getScheme());
            if (isSafe && link.getHost() != null && bytes >= 0) {
                return new Blob(link, bytes);
            }
        } catch (java.net.URISyntaxException e) {
            throw unpromised("a file's address cannot be read.");
        }
        throw unpromised("a file has no address or no length.");
    }

    /** A manifest that tells what was asked must tell what we asked. */
    private void mustBeAbout(Request request, JsonNode body) {
        String metric = Json.text(body, "metric");
        String start = Json.text(body.path("timePeriod"), "start");
        String end = Json.text(body.path("timePeriod"), "end");
        boolean same = (metric.isEmpty() || metric.equalsIgnoreCase(request.metric()))
                && (start.isEmpty() || start.startsWith(request.start().toString()))
                && (end.isEmpty() || end.startsWith(request.end().toString()));
        if (!same) {
            throw damaged("it is about " + Redaction.clean(metric + " from " + start + " to " + end) + " instead of "
                    + request.metric() + " from " + request.start() + " to " + request.end() + ".");
        }
    }

    private static String body(Request request) {
        ObjectNode body = Json.object().put("metric", request.metric());
        body.putObject("timePeriod")
                .put("start", request.start().toString())
                .put("end", request.end().toString());
        return Json.write(body);
    }

    private RuntimeException refusal(HttpReply.Answered answer) {
        JsonNode error =
                Json.read(answer.body()).map(tree -> tree.path("error")).orElse(Json.object());
        boolean refused = answer.status() == 401 || answer.status() == 403;
        return ObjectError.OBJECT_REFUSED.at(
                name(),
                "the answer has status " + answer.status() + ": "
                        + Redaction.clean(Json.text(error, "code") + " " + Json.text(error, "message")),
                refused
                        ? "Give the identity the role Cost Management Reader on the scope (Enrollment Reader for an"
                                + " Enterprise Agreement)."
                        : "Check the setting scope, and that the days are within the last 13 months.");
    }

    RuntimeException damaged(String problem) {
        return ObjectError.OBJECT_DAMAGED.at(
                name(), "the report is not what was asked for: " + problem, "Run it again.");
    }

    RuntimeException notRead(String problem, String nextStep) {
        return ObjectError.OBJECT_NOT_READ.at(name(), problem, nextStep);
    }

    private RuntimeException unpromised(String problem) {
        return notRead(problem, "Check the setting endpoint and that no proxy answers in the service's place.");
    }

    Instant now() {
        return clock.instant();
    }
}
