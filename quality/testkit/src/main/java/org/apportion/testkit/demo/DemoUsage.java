package org.apportion.testkit.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Who used the shared platforms, hour by hour. */
final class DemoUsage {
    private static final List<String> COLUMNS = List.of("hour", "resource", "consumer", "metric", "value", "unit");

    private DemoUsage() {}

    /** A namespace with the cores it requests and about uses. */
    private record Namespace(String name, String requested, String used) {}

    private static final List<Namespace> NAMESPACES = List.of(
            new Namespace("carrier-gateway", "1.5", "0.9"),
            new Namespace("catalog", "2", "1.4"),
            new Namespace("checkout", "3", "3.6"),
            new Namespace("inventory", "2", "0.8"),
            new Namespace("legacy-jobs", "0.5", "0.9"),
            new Namespace("loyalty", "1", "0.4"),
            new Namespace("mobile-api", "2.5", "2.7"),
            new Namespace("pricing", "1.5", "1.1"),
            new Namespace("recommendations", "2", "2.2"),
            new Namespace("returns", "0.75", "0.3"),
            new Namespace("tracking", "1.25", "1.3"),
            new Namespace("web-shop", "4", "4.4"));

    /** Cores requested and used per namespace of the cluster {@code shop}. Nothing runs in its maintenance window. */
    static String kubernetes() {
        CsvText csv = new CsvText(COLUMNS);
        Amounts amounts = new Amounts(101);
        for (LocalDate day : DemoMonth.days()) {
            for (int hour = 0; hour < 24; hour++) {
                boolean maintenance = day.getDayOfMonth() == 11 && hour >= 2 && hour < 5;
                for (Namespace namespace : maintenance ? List.<Namespace>of() : NAMESPACES) {
                    String requested = new BigDecimal(namespace.requested()).toPlainString();
                    String used = amounts.ofHour(namespace.used(), day, hour, 6).toPlainString();
                    add(csv, day, hour, "shop", namespace.name(), "cpu_request", requested, "core-hours");
                    add(csv, day, hour, "shop", namespace.name(), "cpu_usage", used, "core-hours");
                }
            }
        }
        return csv.text();
    }

    /** Bytes written and read per service account of the Kafka cluster {@code events}. */
    static String kafka() {
        Map<String, String> bytes = Map.of(
                "svc-checkout", "9200000000",
                "svc-inventory", "4100000000",
                "svc-tracking", "6900000000",
                "svc-fraud", "5200000000",
                "svc-crm", "800000000",
                "svc-bi-sink", "12800000000");
        CsvText csv = new CsvText(COLUMNS);
        Amounts amounts = new Amounts(102);
        for (LocalDate day : DemoMonth.days()) {
            for (int hour = 0; hour < 24; hour++) {
                for (Map.Entry<String, String> account : sorted(bytes)) {
                    if (amounts.chance(hour < 6 ? 40 : 97)) {
                        String value =
                                amounts.ofHour(account.getValue(), day, hour, 0).toPlainString();
                        add(csv, day, hour, "events", account.getKey(), "kafka_bytes", value, "bytes");
                    }
                }
            }
        }
        return csv.text();
    }

    /** Slot hours per service account in the warehouse project; office hours and a nightly load. */
    static String bigQuery() {
        Map<String, String> slots = Map.of(
                "bi-dashboards@nordwind-warehouse", "310",
                "forecast-jobs@nordwind-warehouse", "180",
                "marketing-export@nordwind-warehouse", "45",
                "ml-features@nordwind-warehouse", "260");
        CsvText csv = new CsvText(COLUMNS);
        Amounts amounts = new Amounts(103);
        for (LocalDate day : DemoMonth.days()) {
            for (int hour = 0; hour < 24; hour++) {
                for (Map.Entry<String, String> account : sorted(slots)) {
                    if (hour == 3 || (hour >= 7 && hour < 19 && amounts.chance(70))) {
                        String value =
                                amounts.ofHour(account.getValue(), day, hour, 9).toPlainString();
                        add(csv, day, hour, "warehouse", account.getKey(), "slot_hours", value, "slot-hours");
                    }
                }
            }
        }
        return csv.text();
    }

    /** Query seconds per service of the shared database; measured from 6 October only. */
    static String postgres() {
        Map<String, String> seconds = Map.of("svc-billing", "950", "svc-payments", "2100", "svc-returns", "340");
        CsvText csv = new CsvText(COLUMNS);
        Amounts amounts = new Amounts(104);
        for (LocalDate day : DemoMonth.days().subList(5, 31)) {
            for (int hour = 0; hour < 24; hour++) {
                for (Map.Entry<String, String> account : sorted(seconds)) {
                    String value =
                            amounts.ofHour(account.getValue(), day, hour, 3).toPlainString();
                    add(csv, day, hour, "orders-db", account.getKey(), "query_seconds", value, "seconds");
                }
            }
        }
        return csv.text();
    }

    private static List<Map.Entry<String, String>> sorted(Map<String, String> byName) {
        return byName.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    }

    private static void add(
            CsvText csv,
            LocalDate day,
            int hour,
            String resource,
            String consumer,
            String metric,
            String value,
            String unit) {
        csv.row(Map.of(
                "hour", "%sT%02d:00:00Z".formatted(day, hour),
                "resource", resource,
                "consumer", consumer,
                "metric", metric,
                "value", value,
                "unit", unit));
    }
}
