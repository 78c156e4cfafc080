package org.apportion.lake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * A JDBC address in the words of Iceberg's catalog. User and password become properties of their own, because the catalog
 * quotes the address in its messages.
 */
final class CatalogAddress {
    private CatalogAddress() {}

    static Map<String, String> properties(String address) {
        Map<String, String> properties = new HashMap<>();
        int options = address.indexOf('?');
        if (options < 0) {
            return Map.of(CatalogProperties.URI, address);
        }
        StringJoiner others = new StringJoiner("&", "?", "").setEmptyValue("");
        for (String option : address.substring(options + 1).split("&", -1)) {
            String name = option.substring(0, Math.max(0, option.indexOf('=')));
            if (name.equals("user") || name.equals("password")) {
                String value = option.substring(name.length() + 1);
                properties.put(JdbcCatalog.PROPERTY_PREFIX + name, URLDecoder.decode(value, StandardCharsets.UTF_8));
            } else {
                others.add(option);
            }
        }
        properties.put(CatalogProperties.URI, address.substring(0, options) + others);
        return properties;
    }
}
