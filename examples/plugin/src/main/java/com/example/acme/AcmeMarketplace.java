package com.example.acme;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;

/**
 * A marketplace that takes {@code PUT /usage/<key>} with a form and recognizes the key. Its answers: 201 billed, 200 billed before, 409
 * the key has another quantity, 410 too old, 422 refused, 429 later; anything else may have been billed.
 */
final class AcmeMarketplace implements Marketplace {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final BigDecimal LARGEST = new BigDecimal("1000000000");
    private static final int SCALE = 3;

    private final URI endpoint;
    private final String product;
    private final Secret key;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .build();

    AcmeMarketplace(URI endpoint, String product, Secret key) {
        this.endpoint = endpoint;
        this.product = product;
        this.key = key;
    }

    @Override
    public MarketplaceRules rules() {
        return new MarketplaceRules(
                1,
                10_000,
                false,
                Duration.ofDays(2),
                SCALE,
                LARGEST,
                true,
                false,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        try {
            HttpResponse<String> answer = send(request("/access").GET());
            return answer.statusCode() == 200
                    ? new AccessCheck.Granted()
                    : new AccessCheck.Refused("status " + answer.statusCode() + ".", "Check the api-key.");
        } catch (IOException e) {
            return new AccessCheck.NotKnown("no answer: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        return records.stream().map(this::meter).toList();
    }

    private MeterAnswer meter(MeterRecord record) {
        if (record.quantity().stripTrailingZeros().scale() > SCALE
                || record.quantity().compareTo(LARGEST) > 0) {
            return new MeterAnswer.Rejected(
                    "NotSendable", "the quantity is too fine or too large.", new Evidence("", ""));
        }
        String body = "product=" + encoded(product) + "&dimension=" + encoded(record.dimension()) + "&quantity="
                + record.quantity().toPlainString() + "&time=" + record.timestamp();
        try {
            HttpResponse<String> answer = send(request("/usage/" + encoded(record.key()))
                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                    .header("Content-Type", "application/x-www-form-urlencoded"));
            return meaning(answer, new Evidence(sha256(body), sha256(answer.body())));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new MeterAnswer.RetryLater(Optional.empty(), "no connection.", new Evidence(sha256(body), ""));
        } catch (IOException e) {
            return new MeterAnswer.Unknown("the answer was lost.", new Evidence(sha256(body), ""));
        }
    }

    private static MeterAnswer meaning(HttpResponse<String> answer, Evidence evidence) {
        String message = "status " + answer.statusCode() + ".";
        return switch (answer.statusCode()) {
            case 201 -> new MeterAnswer.Accepted(answer.body(), evidence);
            case 200 -> new MeterAnswer.DuplicateSame(answer.body(), evidence);
            case 409 -> new MeterAnswer.DuplicateOther(Optional.empty(), message, evidence);
            case 410 -> new MeterAnswer.Expired(message, evidence);
            case 422 -> new MeterAnswer.Rejected("Refused", message, evidence);
            case 401, 403, 429 -> new MeterAnswer.RetryLater(Optional.empty(), message, evidence);
            default -> new MeterAnswer.Unknown(message, evidence);
        };
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(endpoint + path))
                .timeout(DEADLINE)
                .header("Authorization", "Bearer " + key.reveal());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return text.isEmpty() ? "" : HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        return new ReadBack.NotOffered();
    }

    @Override
    public Map<String, Object> accountInfo() {
        return Map.of("cloud_provider", "acme");
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
