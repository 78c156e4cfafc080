package com.example.acme;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.testkit.marketplace.AcceptedUsage;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;

/** The vendor's service, as strict as the real one. */
final class AcmeService extends FakeHttpService {
    static final Instant NOW = Instant.parse("2026-11-01T12:30:00Z");
    static final String KEY = "the-api-key";

    private final List<AcceptedUsage> accepted = new ArrayList<>();

    synchronized List<AcceptedUsage> accepted() {
        return List.copyOf(accepted);
    }

    @Override
    protected synchronized Reply answer(Request request) {
        if (!request.header("authorization").equals("Bearer " + KEY)) {
            return Reply.text(401, "");
        }
        if (request.path().equals("/access")) {
            return Reply.text(200, "");
        }
        Map<String, String> form = new HashMap<>();
        for (String pair : request.body().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        String key = request.path().substring("/usage/".length());
        Instant time = Instant.parse(form.getOrDefault("time", ""));
        BigDecimal quantity = new BigDecimal(form.getOrDefault("quantity", ""));
        for (AcceptedUsage before : accepted) {
            if (before.key().equals(key)) {
                return Reply.text(before.quantity().compareTo(quantity) == 0 ? 200 : 409, before.recordId());
            }
        }
        if (time.isBefore(NOW.minus(Duration.ofDays(2)))) {
            return Reply.text(410, "");
        }
        if (!"seats".equals(form.get("dimension")) || !"suite".equals(form.get("product"))) {
            return Reply.text(422, "");
        }
        accepted.add(new AcceptedUsage("", "seats", time, quantity, "acme-" + accepted.size(), key));
        return Reply.text(201, "acme-" + (accepted.size() - 1));
    }

    @Override
    protected boolean isMetering(Request request) {
        return request.path().startsWith("/usage/");
    }

    @Override
    protected Reply refusal(Fault fault) {
        return Reply.text(fault instanceof Fault.Throttle ? 429 : 500, "");
    }
}
