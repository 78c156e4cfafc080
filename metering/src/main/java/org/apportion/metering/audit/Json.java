package org.apportion.metering.audit;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How this room writes small JSON texts into the ledger: decimals and instants as texts, keys in the given order. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};

    private Json() {}

    /** @param object values are texts, whole numbers, booleans, lists and maps of these */
    public static String text(Map<String, ?> object) {
        return object.isEmpty() ? "{}" : MAPPER.writeValueAsString(object);
    }

    public static Map<String, Object> tree(String text) {
        return MAPPER.readValue(text, TREE);
    }

    /** Decimals by name, sorted by name so that equal maps give equal texts. */
    public static String decimals(Map<String, BigDecimal> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, value.toString()));
        return text(texts);
    }

    public static Map<String, BigDecimal> decimals(String text) {
        if (text.equals("{}")) {
            return Map.of();
        }
        Map<String, BigDecimal> values = new LinkedHashMap<>();
        MAPPER.readValue(text, TEXTS).forEach((name, value) -> values.put(name, new BigDecimal(value)));
        return values;
    }
}
