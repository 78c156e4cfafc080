package org.apportion.metering.local;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.apportion.testkit.marketplace.ProductUsageKit;

class HttpUsageKitTest extends ProductUsageKit {
    private static final Instant NOW = Instant.parse("2027-01-31T10:00:00.123456Z");

    /** The adapter's format for some usage. */
    static String answer(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> "{\"usage_metric\":\"" + value.getKey() + "\",\"count\":" + value.getValue() + "}")
                .collect(Collectors.joining(",", "{\"usage_metrics\":[", "]}"));
    }

    private static final class Served extends FakeHttpService implements Product {
        private final ProductUsage usage = new HttpUsageProvider()
                .open(
                        Map.of("url", uri() + "/usage"),
                        Map.of("token", new Secret(() -> "s3cret")),
                        MovableClock.at(NOW.toString()));
        private String body = "";

        @Override
        public ProductUsage usage() {
            return usage;
        }

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public void tell(Map<String, String> values) {
            body = HttpUsageKitTest.answer(values);
        }

        @Override
        public void tellGarbage() {
            body = "garbage";
        }

        @Override
        public void stop() {
            close();
        }

        @Override
        protected Reply answer(Request request) {
            return request.header("authorization").equals("Bearer s3cret")
                    ? Reply.json(200, body)
                    : Reply.text(401, "");
        }

        @Override
        protected boolean isMetering(Request request) {
            return true;
        }

        @Override
        protected Reply refusal(Fault fault) {
            return Reply.text(500, "");
        }
    }

    @Override
    protected Product openProduct() {
        return new Served();
    }
}
