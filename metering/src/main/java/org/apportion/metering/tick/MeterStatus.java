package org.apportion.metering.tick;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.document.PlainJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What csp-config tells and nothing else knows; kept in the journal's state, so that a restart tells the same.
 *
 * @param accessOk whether the marketplace took what was last sent
 * @param expire when the reader of csp-config should begin to worry
 * @param unsaved errors of ticks whose csp-config could not be saved: told until one can
 * @param baseProduct as the product last told it
 * @param toldAt the timestamp of csp-config as it was, or was about to be, written last; before our first, the adapter's
 */
record MeterStatus(
        boolean accessOk,
        Optional<Instant> expire,
        List<String> unsaved,
        String baseProduct,
        Optional<Instant> toldAt) {
    /** More are cut: the newest stay. */
    private static final int MOST_UNSAVED = 100;

    MeterStatus {
        unsaved = List.copyOf(unsaved.subList(Math.max(0, unsaved.size() - MOST_UNSAVED), unsaved.size()));
    }

    static final MeterStatus NEW = new MeterStatus(true, Optional.empty(), List.of(), "", Optional.empty());

    MeterStatus withAccess(boolean ok) {
        return new MeterStatus(ok, expire, unsaved, baseProduct, toldAt);
    }

    MeterStatus withExpire(Optional<Instant> at) {
        return new MeterStatus(accessOk, at, unsaved, baseProduct, toldAt);
    }

    MeterStatus withUnsaved(List<String> errors) {
        return new MeterStatus(accessOk, expire, errors, baseProduct, toldAt);
    }

    MeterStatus withBaseProduct(String base) {
        return new MeterStatus(accessOk, expire, unsaved, base, toldAt);
    }

    MeterStatus withToldAt(Optional<Instant> at) {
        return new MeterStatus(accessOk, expire, unsaved, baseProduct, at);
    }

    String json() {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("access_ok", accessOk);
        parts.put("expire", expire.map(Instant::toString).orElse(null));
        parts.put("unsaved", unsaved);
        parts.put("base_product", baseProduct);
        parts.put("told_at", toldAt.map(Instant::toString).orElse(null));
        return PlainJson.of(parts);
    }

    static MeterStatus of(String json) {
        JsonNode parts = JsonMapper.shared().readTree(json);
        List<String> unsaved = new ArrayList<>();
        parts.path("unsaved").forEach(error -> unsaved.add(error.asString()));
        return new MeterStatus(
                parts.path("access_ok").asBoolean(true),
                Optional.ofNullable(parts.path("expire").asString(null)).map(Instant::parse),
                unsaved,
                parts.path("base_product").asString(""),
                Optional.ofNullable(parts.path("told_at").asString(null)).map(Instant::parse));
    }
}
