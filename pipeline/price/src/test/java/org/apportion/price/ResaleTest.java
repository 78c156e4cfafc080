package org.apportion.price;

import static org.apportion.price.Cases.chf;
import static org.apportion.price.Cases.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apportion.model.Consumer;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.Price;
import org.apportion.model.price.ServiceComponent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Stores runs a cluster and a database on it. Read a line as: kind, unit, customer, account, service, component, price, days,
 * cost → amount.
 */
class ResaleTest {
    private static final Consumer CLUSTER = Consumer.tag("component", "cluster");

    @Test
    void theProviderPaysTheCostAndIsCreditedWithWhatServicesAreAsked() {
        // 100 cost plus 10 %, one quarter and three quarters
        Cases cases = twoServices().price(resale("database", "stores", Validity.ALWAYS));

        assertThat(cases.read())
                .containsExactlyInAnyOrder(
                        "cost stores - acc-1 Database Service - - 1–1 100 CHF → 100 CHF",
                        "resale shop a-team - orders database resale-database 1–1 0 CHF → 27.5 CHF",
                        "resale search b-team - find database resale-database 1–1 0 CHF → 82.5 CHF",
                        "resale-credit stores - - orders database resale-database 1–1 0 CHF → -27.5 CHF",
                        "resale-credit stores - - find database resale-database 1–1 0 CHF → -82.5 CHF");
        assertThat(cases.price().resales().get("resale-database")).isZero();
        assertThat(cases.price().warnings()).isEmpty();
    }

    @Test
    void theCreditSaysEachStepAndWhatItIsFor() {
        PriceLine credit = twoServices().price(resale("database", "stores", Validity.ALWAYS)).price().lines().stream()
                .filter(line -> line.position().kind() == Position.Kind.RESALE_CREDIT)
                .findFirst()
                .orElseThrow();

        assertThat(StepsJson.write(credit.steps()))
                .isEqualTo(
                        "[{\"step\":\"component-cost\",\"component\":\"database\",\"share\":\"1\",\"result\":\"100\",\"currency\":\"CHF\"},"
                                + "{\"step\":\"share\",\"weight\":\"3\",\"before\":\"0\",\"total\":\"4\",\"result\":\"75\",\"currency\":\"CHF\"},"
                                + "{\"step\":\"multiply\",\"price\":\"database\",\"factor\":\"1.1\",\"result\":\"82.5\",\"currency\":\"CHF\"},"
                                + "{\"step\":\"credit\",\"service\":\"find\",\"result\":\"-82.5\",\"currency\":\"CHF\"}]");
    }

    @Test
    void beforeTheResaleTheCostMovesToTheServices() {
        assertThat(new Cases()
                        .customer("a-team", "shop")
                        .component(null, null, "1")
                        .service("orders", "a-team", Cases.use(null, "1"))
                        .databaseCost(9, "10")
                        .databaseCost(10, "20")
                        .price(resale("database", "stores", Cases.from(10)))
                        .read())
                .containsExactlyInAnyOrder(
                        "cost shop a-team - orders database - 9–9 10 CHF → 10 CHF",
                        "cost stores - acc-1 Database Service - - 10–10 20 CHF → 20 CHF",
                        "resale shop a-team - orders database resale-database 10–10 0 CHF → 20 CHF",
                        "resale-credit stores - - orders database resale-database 10–10 0 CHF → -20 CHF");
    }

    @Test
    void unitPricesOfTheComponentAreCreditedToo() {
        assertThat(new Cases()
                        .customer("a-team", "shop")
                        .component(chf("31"), null, "0")
                        .service("orders", "a-team", Cases.use(null, "2"))
                        .price(resale("database", "stores", Cases.from(17)))
                        .read())
                .containsExactlyInAnyOrder(
                        "component shop a-team - orders database - 1–16 0 CHF → 32 CHF",
                        "component shop a-team - orders database resale-database 17–31 0 CHF → 30 CHF",
                        "resale-credit stores - - orders database resale-database 17–31 0 CHF → -30 CHF");
    }

    @Test
    void whatAServiceIsAskedIsReSoldByTheComponentMadeOfIt() {
        // The cluster costs 40; the database on it takes half: 20. It costs 100 itself; orders is asked for all of it.
        Cases cases = chain().cost(1, CLUSTER, "40", "CHF").databaseCost(1, "100");

        assertThat(cases.read())
                .containsExactlyInAnyOrder(
                        "cost stores - acc-1 Database Service - - 1–1 140 CHF → 140 CHF",
                        "resale search b-team - batch cluster resale-cluster 1–1 0 CHF → 20 CHF",
                        "resale online dba - cluster-for-database cluster resale-cluster 1–1 0 CHF → 20 CHF",
                        "resale-credit stores - - batch cluster resale-cluster 1–1 0 CHF → -20 CHF",
                        "resale-credit stores - - cluster-for-database cluster resale-cluster 1–1 0 CHF → -20 CHF",
                        "resale shop a-team - orders database resale-database 1–1 0 CHF → 100 CHF",
                        "resale shop a-team - orders database resale-database 1–1 0 CHF → 20 CHF",
                        "resale-credit online - - orders database resale-database 1–1 0 CHF → -100 CHF",
                        "resale-credit online - - orders database resale-database 1–1 0 CHF → -20 CHF");
        assertThat(cases.price().lines())
                .anyMatch(line -> StepsJson.write(line.steps())
                        .startsWith("[{\"step\":\"component-cost\",\"component\":\"database\",\"share\":\"1\","
                                + "\"of-service\":\"cluster-for-database\",\"result\":\"20\""));
    }

    @Test
    void aComponentThatContainsItselfIsRefusedWithTheWay() {
        Cases cases = chain();
        cases.service("loop", "a-team", Cases.use(null, "1"));
        cases.prices.removeIf(price -> price.id().equals("resale-cluster"));
        cases.price(resale("cluster", "stores", Validity.ALWAYS, "loop"));

        assertThatThrownBy(cases::price)
                .hasMessage(
                        "PRICE_RESALE_CYCLE prices: a component that is re-sold contains itself: cluster → database →"
                                + " cluster. Take a service out of 'services' of one of these resales.");
    }

    @Test
    void aResaleOfWhatIsNotThereIsRefused() {
        assertThatThrownBy(() -> new Cases()
                        .price(resale("database", "stores", Validity.ALWAYS))
                        .price())
                .hasMessageStartingWith("PRICE_REFERENCE_UNKNOWN resale resale-database: the component database");
        assertThatThrownBy(() -> twoServices()
                        .price(resale("database", "stores", Validity.ALWAYS, "none"))
                        .price())
                .hasMessageStartingWith("PRICE_REFERENCE_UNKNOWN resale resale-database: the service none");
        assertThatThrownBy(() -> twoServices()
                        .price(resale("database", "stores", Validity.ALWAYS))
                        .price(resale("database", "shop", Cases.from(5)))
                        .price())
                .hasMessageStartingWith("PRICE_OVERLAP prices: the resale of component database is there twice");
    }

    @Test
    void whatFindsNoUseStaysWithItsOwnerOnce() {
        Cases cases = new Cases()
                .component(null, null, "1")
                .databaseCost(1, "100")
                .price(resale("database", "stores", Validity.ALWAYS));

        assertThat(cases.read()).containsExactly("cost stores - acc-1 Database Service - - 1–1 100 CHF → 100 CHF");
        assertThat(cases.price().warnings())
                .extracting(PricingWarning::kind)
                .containsExactly(PricingWarning.Kind.COMPONENT_UNUSED);
    }

    /** A database used by orders once and by find three times, sold at cost plus 10 %. */
    private static Cases twoServices() {
        return new Cases()
                .customer("a-team", "shop")
                .customer("b-team", "search")
                .component(null, null, "1.1")
                .service("orders", "a-team", Cases.use(null, "1"))
                .service("find", "b-team", Cases.use(null, "3"))
                .databaseCost(1, "100");
    }

    /** A cluster, used in halves by batch and by the database; the database is used by orders. */
    private static Cases chain() {
        Cases cases = new Cases()
                .customer("a-team", "shop")
                .customer("b-team", "search")
                .customer("dba", "online")
                .component(null, null, "1");
        cases.components.add(component("cluster", CLUSTER, null));
        return cases.service("orders", "a-team", Cases.use(null, "1"))
                .service("batch", "b-team", use("cluster"))
                .service("cluster-for-database", "dba", use("cluster"))
                .price(resale("cluster", "stores", Validity.ALWAYS))
                .price(resale("database", "online", Validity.ALWAYS, "cluster-for-database"));
    }

    private static ServiceComponent component(String id, Consumer source, @Nullable Money unitPrice) {
        return new ServiceComponent(id, id, source, unitPrice, null, number("1"), List.of(), Validity.ALWAYS);
    }

    private static InternalService.Use use(String component) {
        return new InternalService.Use(component, component, null, number("1"), Validity.ALWAYS);
    }

    private static Price resale(String component, String provider, Validity validity, String... services) {
        return new Price.Resale("resale-" + component, component, provider, List.of(services), validity);
    }
}
