package org.apportion.metering.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.testkit.marketplace.ProductUsageKit;

/** A product that sends events, with a real ledger behind the receiver. */
final class SendingProduct implements ProductUsageKit.Product {
    private final EventProduct product;
    private final URI address;
    private final ProductUsage usage;

    SendingProduct(Path folder) {
        this.product = new EventProduct(folder);
        try {
            String place = "127.0.0.1:" + EventCompany.freePort();
            this.address = URI.create("http://" + place + "/events");
            this.usage = product.open(EventProduct.settings("listen", place));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ProductUsage usage() {
        return usage;
    }

    @Override
    public Instant now() {
        return product.now();
    }

    @Override
    public Optional<String> tellsByItself() {
        return Optional.of("events are sent: the sender of garbage is answered 400, and silence is no failure");
    }

    @Override
    public void tell(Map<String, String> values) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofString(product.event(values)))
                .build();
        try {
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void tellGarbage() {
        throw new IllegalStateException("the sender hears of it");
    }

    @Override
    public void stop() {
        throw new IllegalStateException("silence is no failure");
    }

    @Override
    public void close() {
        product.close();
    }
}
