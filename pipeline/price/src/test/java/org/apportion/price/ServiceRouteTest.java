package org.apportion.price;

import static org.apportion.price.Cases.chf;
import static org.apportion.price.Cases.number;
import static org.apportion.price.Cases.until;
import static org.apportion.price.Cases.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.Price;
import org.apportion.model.price.ServiceComponent;
import org.apportion.model.price.ServiceComponent.Part;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Read a line as: kind, unit, customer, account, service, component, price, days, cost → amount. */
class ServiceRouteTest {

    @Test
    void oneCostOfAComponentIsSharedAndNotChargedToEachServiceInFull() {
        assertThat(twoServices("1", "3", null)
                        .component(null, null, "1")
                        .databaseCost(1, "60")
                        .databaseCost(31, "40")
                        .read())
                .containsExactly(
                        "cost search search-team - service-a database - 1–31 25 CHF → 25 CHF",
                        "cost shop shop-team - service-b database - 1–31 75 CHF → 75 CHF");
    }

    @Test
    void aComponentsCostDoesNotTravelTheAccountRouteToo() {
        assertThat(twoServices("1", "1", null)
                        .component(null, null, "1")
                        .databaseCost(1, "100")
                        .cost(1, "stores", "acc-1", "Database Service", "7")
                        .multiplier("markup", Price.Scope.ANY, "2", Validity.ALWAYS)
                        .read())
                .containsExactly(
                        "cost stores - acc-1 Database Service - markup 1–1 7 CHF → 14 CHF",
                        "cost search search-team - service-a database - 1–1 50 CHF → 50 CHF",
                        "cost shop shop-team - service-b database - 1–1 50 CHF → 50 CHF");
    }

    @Test
    void sharesThatDoNotDivideEvenlyStillAddUp() {
        PricingResult result = twoServices("1", "2", null)
                .component(null, null, "1")
                .databaseCost(1, "100")
                .price();

        assertThat(result.lines())
                .extracting(line -> line.cost().amount().toPlainString())
                .containsExactly("33.333333333333333333", "66.666666666666666667");
    }

    @Test
    void withoutAUseTheCostStaysWithItsOwnerAndNamesTheComponent() {
        Cases cases = new Cases().component(null, null, "1").databaseCost(1, "100");

        assertThat(cases.read())
                .containsExactly("cost stores - acc-1 Database Service database - 1–1 100 CHF → 100 CHF");
        assertThat(cases.price().warnings())
                .containsExactly(new PricingWarning(
                        PricingWarning.Kind.COMPONENT_UNUSED,
                        "database",
                        "100 CHF of component database found no use and stay with their owners."));
    }

    @Test
    void aPartThatNobodyUsesStaysWithItsOwner() {
        assertThat(twoServices("1", "1", "cpu")
                        .component(null, null, "1", part("cpu", null, "0.7"), part("memory", null, "0.3"))
                        .databaseCost(1, "100")
                        .read())
                .containsExactly(
                        "cost stores - acc-1 Database Service database/memory - 1–1 30 CHF → 30 CHF",
                        "cost search search-team - service-a database/cpu - 1–1 35 CHF → 35 CHF",
                        "cost shop shop-team - service-b database/cpu - 1–1 35 CHF → 35 CHF");
    }

    @Test
    void whatPartsLeaveIsSharedByUsesWithoutAPart() {
        assertThat(new Cases()
                        .customer("shop-team", "shop")
                        .component(null, null, "1", part("cpu", null, "0.7"))
                        .service("service-a", "shop-team", use("cpu", "1"), use(null, "1"))
                        .databaseCost(1, "100")
                        .read())
                .containsExactly(
                        "cost shop shop-team - service-a database - 1–1 30 CHF → 30 CHF",
                        "cost shop shop-team - service-a database/cpu - 1–1 70 CHF → 70 CHF");
    }

    @Test
    void aUseThatGrowsWithinTheMonthSharesEachDayAsItIs() {
        Cases cases = new Cases()
                .customer("shop-team", "shop")
                .customer("search-team", "search")
                .component(null, null, "1")
                .service("service-a", "search-team", use(null, "1", until(16)), use(null, "3", Cases.from(16)))
                .service("service-b", "shop-team", use(null, "1"))
                .databaseCost(15, "100")
                .databaseCost(16, "100");

        assertThat(cases.read())
                .containsExactly(
                        "cost search search-team - service-a database - 15–15 50 CHF → 50 CHF",
                        "cost search search-team - service-a database - 16–16 75 CHF → 75 CHF",
                        "cost shop shop-team - service-b database - 15–15 50 CHF → 50 CHF",
                        "cost shop shop-team - service-b database - 16–16 25 CHF → 25 CHF");
    }

    @Test
    void aComponentThatIsSoldForMoreFromADayOnIsPricedByDay() {
        Cases cases = new Cases()
                .customer("shop-team", "shop")
                .service("service-a", "shop-team", use(null, "1"))
                .databaseCost(15, "100")
                .databaseCost(16, "100");
        cases.components.add(version("1.05", until(16)));
        cases.components.add(version("1.10", Cases.from(16)));

        assertThat(cases.read())
                .containsExactly(
                        "cost shop shop-team - service-a database - 15–15 100 CHF → 105 CHF",
                        "cost shop shop-team - service-a database - 16–16 100 CHF → 110 CHF");
    }

    @Test
    void aConsumerThatIsASourceOnlyLaterStillTravelsTheAccountRoute() {
        Cases cases = new Cases()
                .customer("shop-team", "shop")
                .service("service-a", "shop-team", use(null, "1"))
                .databaseCost(15, "100")
                .databaseCost(16, "100");
        cases.components.add(version("1", Cases.from(16)));

        assertThat(cases.read())
                .containsExactly(
                        "cost stores - acc-1 Database Service - - 15–15 100 CHF → 100 CHF",
                        "cost shop shop-team - service-a database - 16–16 100 CHF → 100 CHF");
    }

    @Test
    void aServiceThatIsNotChargedShowsItsCostAndAsksNothing() {
        Cases cases = new Cases()
                .customer("shop-team", "shop")
                .component(chf("10"), null, "1")
                .databaseCost(1, "100");
        cases.services.add(new InternalService(
                "service-a", "A", "shop-team", null, false, List.of(use(null, "1")), Validity.ALWAYS));

        assertThat(cases.read())
                .containsExactly(
                        "cost shop shop-team - service-a database - 1–1 100 CHF → 0 CHF",
                        "component shop shop-team - service-a database - 1–31 0 CHF → 0 CHF");
    }

    @Test
    void aServiceWithoutCustomerIsPricedAndReported() {
        Cases cases = new Cases()
                .component(null, null, "1")
                .service("service-a", null, use(null, "1"))
                .databaseCost(1, "8");

        assertThat(cases.read()).containsExactly("cost - - - service-a database - 1–1 8 CHF → 8 CHF");
        assertThat(cases.price().warnings())
                .extracting(PricingWarning::text)
                .containsExactly("Service service-a has no customer for 8 CHF.");
    }

    @Test
    void aMonthWithoutTheComponentsCostIsReported() {
        assertThat(twoServices("1", "1", null)
                        .component(null, null, "1")
                        .price()
                        .warnings())
                .extracting(PricingWarning::text)
                .containsExactly("Component database is used, but its source was charged nothing in 2026-10.");
    }

    @Test
    void twoComponentsOfOneSourceAreRefused() {
        Cases cases = new Cases().component(null, null, "1");
        cases.components.add(new ServiceComponent(
                "copy", "Copy", Cases.DATABASE, null, null, number("1"), List.of(), Validity.ALWAYS));

        assertThatThrownBy(cases::price)
                .hasMessageStartingWith(
                        "PRICE_OVERLAP prices: the source of a component tag:component=database is there twice");
    }

    @Test
    void partsOfMoreThanTheWholeAreRefused() {
        assertThatThrownBy(() -> new Cases()
                        .component(null, null, "1", part("cpu", null, "0.7"), part("memory", null, "0.31"))
                        .price())
                .hasMessage(
                        "PRICE_SHARES_TOO_LARGE component database: its parts stand for 1.01 of its cost, more than 1."
                                + " Lower 'cost-share' so that all parts together reach at most 1.");
    }

    @Test
    void aUseOfAnUnknownPartIsRefused() {
        assertThatThrownBy(() ->
                        twoServices("1", "1", "disk").component(null, null, "1").price())
                .hasMessageStartingWith("PRICE_REFERENCE_UNKNOWN use database/disk of service service-b: the part"
                        + " database/disk is not in the price book.");
    }

    static Cases twoServices(String quantityA, String quantityB, @Nullable String part) {
        return new Cases()
                .customer("shop-team", "shop")
                .customer("search-team", "search")
                .service("service-b", "shop-team", use(part, quantityB))
                .service("service-a", "search-team", use(part, quantityA));
    }

    private static ServiceComponent version(String factor, Validity validity) {
        return new ServiceComponent(
                "database", "Database", Cases.DATABASE, null, null, number(factor), List.of(), validity);
    }

    static Part part(String id, @Nullable Money unitPrice, @Nullable String share) {
        return new Part(id, id, unitPrice, share == null ? null : number(share));
    }
}
