package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apportion.engine.duckdb.DuckDbEngineProvider;
import org.apportion.lake.OwnedCharges;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Validity;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.configuration.ConfigurationBuilder;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.price.Price;
import org.apportion.model.price.PriceBook;
import org.apportion.model.price.ServiceComponent;
import org.apportion.model.table.Column;
import org.apportion.model.table.Tables;
import org.apportion.price.AllocatedTotal;
import org.apportion.spi.Engine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random charges of ten record groups and six consumers; {@code mover} goes from shop to data on the 16th, {@code nobody} has no
 * owner, {@code component=db} is the source of a component; a markup begins on the 11th. Each repetition is a seed.
 */
class ChargeSumsPropertyTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 9, 28);
    private static final LocalDate MOVE = LocalDate.of(2026, 10, 16);
    private static final LocalDate MARKUP = LocalDate.of(2026, 10, 11);
    private static final List<String> NAMES =
            List.of("mover", "stays", "nobody", "conflict:team=a", "component=db", "vm");

    @TempDir
    Path folder;

    @RepeatedTest(20)
    void sumsAreThoseOfSingleChargesByStretchOwnerAndReason(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        Map<String, BigDecimal> expected = new TreeMap<>();
        Map<String, BigDecimal> byReason = new TreeMap<>();
        List<Object[]> charges = new ArrayList<>();
        for (int i = random.nextInt(300); i >= 0; i--) {
            long group = random.nextInt(10);
            LocalDate day = FIRST.plusDays(random.nextInt(35));
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String reason = name.equals("vm") ? "no_usage" : null;
            BigDecimal amount = new BigDecimal(new BigInteger(80, random), 18).subtract(new BigDecimal("300000"));
            charges.add(charge(group, day, consumer(name), reason, amount));
            String unit = unit(name, day);
            String key = String.join(
                    " ",
                    day.isBefore(MARKUP) ? "early" : "late",
                    unit,
                    String.valueOf(account(group)),
                    String.valueOf(service(group)),
                    name.equals("component=db") ? "tag:component=db" : "null",
                    currency(group));
            expected.merge(key, amount, BigDecimal::add);
            byReason.merge(currency(group) + " " + reason(name, unit), amount, BigDecimal::add);
        }
        try (Engine engine = new DuckDbEngineProvider().open(new EngineSettings("duckdb", "512MB", 2, folder))) {
            load(engine, charges);
            Configuration configuration = configuration();
            OwnedCharges.load(engine, configuration.organization(), configuration.directory());

            ChargeSums sums = ChargeSums.of(engine, configuration, "charges", "groups");

            assertThat(byKey(sums.totals())).isEqualTo(expected);
            Map<String, BigDecimal> reasons = new TreeMap<>();
            engine.forEach(sums.select(), row -> {
                String reason = String.valueOf(row.text(8));
                reasons.merge(row.text(5) + " " + reason, row.decimal(9), BigDecimal::add);
            });
            assertThat(reasons).isEqualTo(byReason);
        }
    }

    private static Map<String, BigDecimal> byKey(Iterable<AllocatedTotal> totals) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (AllocatedTotal total : totals) {
            assertThat(total.day().isBefore(MARKUP)).isEqualTo(total.lastDay().isBefore(MARKUP));
            Consumer consumer = total.consumer();
            String key = String.join(
                    " ",
                    total.day().isBefore(MARKUP) ? "early" : "late",
                    String.valueOf(total.unit()),
                    String.valueOf(total.account()),
                    String.valueOf(total.service()),
                    consumer == null ? "null" : consumer.kind().text() + ":" + consumer.name(),
                    total.currency());
            sums.merge(key, total.amount(), BigDecimal::add);
        }
        return sums;
    }

    private static Consumer consumer(String name) {
        return switch (name) {
            case "component=db", "conflict:team=a" -> new Consumer(ConsumerKind.TAG, name);
            case "vm" -> new Consumer(ConsumerKind.RESOURCE, name);
            default -> Consumer.principal(name);
        };
    }

    private static String unit(String name, LocalDate day) {
        return switch (name) {
            case "mover" -> day.isBefore(MOVE) ? "shop" : "data";
            case "stays", "component=db" -> "data";
            default -> "null";
        };
    }

    private static String reason(String name, String unit) {
        return switch (name) {
            case "vm" -> "no_usage";
            case "conflict:team=a" -> "tag_conflict";
            default -> unit.equals("null") ? "no_unit" : "null";
        };
    }

    private static @Nullable String account(long group) {
        return group % 3 == 0 ? null : "account-" + group % 3;
    }

    private static @Nullable String service(long group) {
        return group == 9 ? null : "service-" + group % 2;
    }

    private static String currency(long group) {
        return group % 5 == 0 ? "USD" : "EUR";
    }

    private static Object[] charge(
            long group, LocalDate day, Consumer consumer, @Nullable String reason, BigDecimal amount) {
        return new @Nullable Object[] {
            "2026-10", group, day, 0, 0, "metric", consumer.kind().text(), consumer.name(), "usage", reason, amount
        };
    }

    private static void load(Engine engine, List<Object[]> charges) {
        engine.load("charges", Tables.CHARGE.columns(), charges);
        List<Object[]> groups = new ArrayList<>();
        for (long group = 0; group < 10; group++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (Column column : Tables.RECORD_GROUP.columns()) {
                row.add(
                        switch (column.name()) {
                            case "billing_month" -> "2026-10";
                            case "record_group" -> group;
                            case "SubAccountId" -> account(group);
                            case "ServiceName" -> service(group);
                            case "BillingCurrency" -> currency(group);
                            default -> null;
                        });
            }
            groups.add(row.toArray());
        }
        engine.load("groups", Tables.RECORD_GROUP.columns(), groups);
    }

    private Configuration configuration() {
        Validity fromMarkup = new Validity(MARKUP, null);
        PriceBook prices = new PriceBook(
                List.of(new Price.Multiplier("markup", Price.Scope.ANY, new BigDecimal("1.05"), fromMarkup)),
                List.of(),
                List.of(),
                List.of(new ServiceComponent(
                        "db",
                        "Database",
                        consumer("component=db"),
                        null,
                        null,
                        BigDecimal.ONE,
                        List.of(),
                        Validity.ALWAYS)),
                List.of());
        return new ConfigurationBuilder(
                        folder, "jdbc:sqlite:none", "EUR", new EngineSettings("duckdb", "512MB", 2, folder))
                .organization(new Organization(List.of(unit("shop"), unit("data"))))
                .directory(new Directory(List.of(
                        entry("mover", "shop", new Validity(null, MOVE)),
                        entry("mover", "data", new Validity(MOVE, null)),
                        entry("stays", "data", Validity.ALWAYS),
                        entry("component=db", "data", Validity.ALWAYS))))
                .prices(prices)
                .build();
    }

    private static OrganizationUnit unit(String id) {
        return new OrganizationUnit(id, id, "team", null, null, null, List.of());
    }

    private static DirectoryEntry entry(String name, String unit, Validity validity) {
        return new DirectoryEntry(consumer(name), unit, validity, "test");
    }
}
