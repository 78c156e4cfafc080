package org.apportion.metering.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageEvent;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver, over HTTP and with a real ledger. */
class EventReceiverTest {
    private static final Instant NOW = EventProduct.NOW;
    private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final CloudEventUsageProvider provider = new CloudEventUsageProvider();
    private final MovableClock clock = MovableClock.at(NOW.toString());
    private EventProduct product;
    private ProductUsage usage;
    private int port;

    @BeforeEach
    void open() throws IOException {
        product = new EventProduct(folder);
        port = EventCompany.freePort();
        usage = listen("/events", product.inbox());
    }

    @AfterEach
    void close() {
        usage.close();
        product.close();
    }

    private ProductUsage listen(String route, UsageInbox inbox) {
        Map<String, String> settings = new HashMap<>();
        settings.put("listen", "127.0.0.1:" + port);
        settings.put("route", route);
        settings.put("calls", "delta; type=com.example.called; value=/count");
        return provider.open(settings, Map.of("token", new Secret(() -> "s3cret\n")), clock, inbox);
    }

    private HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        return send(request("/events").header("Authorization", "Bearer s3cret"), body, headers);
    }

    private HttpRequest.Builder request(String route) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + route))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String body, String... headers)
            throws IOException, InterruptedException {
        return client.send(
                request.headers(headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<String> kept() {
        return product.inbox().waiting(100).stream()
                .map(reading -> String.valueOf(reading.metrics().get("calls")))
                .toList();
    }

    @Test
    void anEventInTheStructuredModeIsOnDiskWhenItIsAcknowledged() throws Exception {
        assertThat(post(EventCompany.event("1", NOW, 3), "Content-Type", STRUCTURED)
                        .statusCode())
                .isEqualTo(204);
        assertThat(kept()).containsExactly("3");
        assertThat(usage.readAll()).hasSize(1);
    }

    @Test
    void anEventInTheBinaryModeHasItsAttributesInHeaders() throws Exception {
        HttpResponse<String> answer = post(
                "{\"count\":4}",
                "Content-Type",
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                "\"caf%C3%A9+1\"",
                "ce-source",
                "/shop",
                "ce-type",
                "com.example.called",
                "ce-time",
                NOW.toString());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(kept()).containsExactly("4");
        // The same event in another mode is the same event.
        assertThat(post(EventCompany.event("café+1", NOW, 4), "Content-Type", STRUCTURED)
                        .statusCode())
                .isEqualTo(204);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void aBatchIsKeptAsAWholeOrItsRestIsAndTheSenderIsTold() throws Exception {
        String one = EventCompany.event("1", NOW, 1);
        assertThat(post("[" + one + "," + EventCompany.event("2", NOW, 2) + "]", "Content-Type", batched())
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> partly =
                post("[" + one + ",{}," + EventCompany.event("3", NOW, 3) + "]", "Content-Type", batched());

        assertThat(partly.statusCode()).isEqualTo(400);
        assertThat(partly.body()).isEqualTo("Event 2: The specversion is not 1.0.");
        assertThat(kept()).containsExactly("1", "2", "3");
    }

    @Test
    void aNumberThatNoProgramCanHoldIsAnsweredAndTheRestOfTheBatchIsKept() throws Exception {
        HttpResponse<String> partly = post(
                "[" + EventCompany.event("1", NOW, 2) + ","
                        + EventCompany.event("2", NOW, 1).replace("\"count\":1", "\"count\":1e2147483648") + ","
                        + EventCompany.event("3", NOW, 3) + "]",
                "Content-Type",
                batched());

        assertThat(partly.statusCode()).isEqualTo(400);
        assertThat(partly.body())
                .isEqualTo("The event 2 of /shop: The value of calls is no number, or has too many digits.");
        assertThat(kept()).containsExactly("2", "3");
    }

    private static String batched() {
        return "application/cloudevents-batch+json";
    }

    @Test
    void theSameEventIsAcknowledgedAgainAndAnotherOneWithItsIdIsAConflict() throws Exception {
        post(EventCompany.event("1", NOW, 1), "Content-Type", STRUCTURED);

        assertThat(post(EventCompany.event("1", NOW, 1), "Content-Type", STRUCTURED)
                        .statusCode())
                .isEqualTo(204);
        assertThat(post(EventCompany.event("1", NOW, 9), "Content-Type", STRUCTURED)
                        .statusCode())
                .isEqualTo(409);
        assertThat(kept()).containsExactly("1");
        usage.readAll();
        assertThat(usage.complaints())
                .containsExactly("The event 1 of /shop says something else than before; the first one counts.");
    }

    @Test
    void whatNobodyTakesIsNotAcknowledged() throws Exception {
        HttpResponse<String> answer = post(
                EventCompany.event("1", NOW, 1).replace("com.example.called", "com.example.other"),
                "Content-Type",
                STRUCTURED);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo("No metric takes events of the type com.example.other.");
    }

    @Test
    void withoutTheTokenNothingIsTaken() throws Exception {
        assertThat(send(request("/events"), EventCompany.event("1", NOW, 1), "Content-Type", STRUCTURED)
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(
                                request("/events").header("Authorization", "Bearer wrong"),
                                EventCompany.event("1", NOW, 1),
                                "Content-Type",
                                STRUCTURED)
                        .statusCode())
                .isEqualTo(401);
        assertThat(kept()).isEmpty();
    }

    @Test
    void othersThanThisMachineNeedAToken() {
        assertThatThrownBy(() -> provider.open(
                        Map.of("listen", "0.0.0.0:" + port, "calls", "delta; type=a"),
                        Map.of(),
                        clock,
                        product.inbox()))
                .hasMessageContaining("others than this machine may send events");
    }

    @Test
    void aNegativeValueIsRefused() throws Exception {
        HttpResponse<String> answer = post(EventCompany.event("1", NOW, -4), "Content-Type", STRUCTURED);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("The event 1 of /shop: The value of calls is negative.");
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatIsNoEventIsRefused() throws Exception {
        assertThat(post("{}", "Content-Type", "application/json").statusCode()).isEqualTo(415);
        assertThat(post("{garbage", "Content-Type", STRUCTURED).statusCode()).isEqualTo(400);
        assertThat(post("{}", "Content-Type", batched()).statusCode()).isEqualTo(400);
        assertThat(post("x".repeat(EventReceiver.MOST_BYTES + 1), "Content-Type", STRUCTURED)
                        .statusCode())
                .isEqualTo(413);
        assertThat(client.send(
                                request("/events")
                                        .header("Authorization", "Bearer s3cret")
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
        assertThat(send(request("/eventsource"), "", "Content-Type", STRUCTURED).statusCode())
                .isEqualTo(404);
    }

    @Test
    void eachProductAndCustomerHasARouteOfItsOwnAtOneAddress() throws Exception {
        try (ProductUsage other = listen("/events/zoo", product.inbox())) {
            assertThat(other.complaints()).isEmpty();
            assertThatThrownBy(() -> listen("/events/zoo", product.inbox()))
                    .hasMessageStartingWith("METER_EVENTS_ADDRESS")
                    .hasMessageContaining("events of another product or customer arrive there.");
        }
        assertThat(send(request("/events/zoo"), "", "Content-Type", STRUCTURED).statusCode())
                .isEqualTo(404);
        assertThat(post(EventCompany.event("1", NOW, 3), "Content-Type", STRUCTURED)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void whatCannotBeKeptIsNotAcknowledged() throws Exception {
        usage.close();
        usage = listen("/events", new UsageInbox() {
            @Override
            public List<Outcome> keep(List<UsageEvent> events) {
                throw new ApportionException(CloudEventError.METER_EVENTS_UNREAD, "", "disk full.", "Free space.");
            }

            @Override
            public List<UsageReading> waiting(int most) {
                return List.of();
            }

            @Override
            public void journaled(List<UsageReading> readings) {
                // Nothing was kept.
            }
        });

        HttpResponse<String> answer = post(EventCompany.event("1", NOW, 3), "Content-Type", STRUCTURED);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
        assertThat(answer.body()).doesNotContain("disk");
    }
}
