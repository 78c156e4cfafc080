package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.price.Account;
import org.apportion.model.price.ExchangeRate;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.Price;
import org.apportion.model.price.PriceBook;
import org.apportion.model.price.ServiceComponent;
import org.apportion.model.price.ServiceCustomer;
import org.jspecify.annotations.Nullable;

/**
 * October 2026, 31 days, in Swiss francs. Retail has the department online with the teams shop and search, and the team
 * stores.
 */
final class Cases {
    static final BillingMonth OCTOBER = BillingMonth.of(2026, 10);
    static final Consumer DATABASE = Consumer.tag("component", "database");
    static final Organization RETAIL = new Organization(List.of(
            unit("retail", null),
            unit("online", "retail"),
            unit("shop", "online"),
            unit("search", "online"),
            unit("stores", "retail")));

    final List<AllocatedTotal> costs = new ArrayList<>();
    final List<UsageTotal> usage = new ArrayList<>();
    final List<Price> prices = new ArrayList<>();
    final List<Account> accounts = new ArrayList<>();
    final List<ServiceCustomer> customers = new ArrayList<>();
    final List<ServiceComponent> components = new ArrayList<>();
    final List<InternalService> services = new ArrayList<>();
    final List<ExchangeRate> rates = new ArrayList<>();

    static LocalDate day(int day) {
        return LocalDate.of(2026, 10, day);
    }

    static Validity from(int day) {
        return new Validity(day(day), null);
    }

    static Validity until(int day) {
        return new Validity(null, day(day));
    }

    static Money chf(String amount) {
        return Money.of(amount, "CHF");
    }

    static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    static Price.Scope scope(@Nullable String account, @Nullable String service, @Nullable String unit) {
        return new Price.Scope(account, service, unit);
    }

    Cases cost(int day, @Nullable String unit, @Nullable String account, @Nullable String service, String amount) {
        costs.add(new AllocatedTotal(day(day), unit, account, service, null, "CHF", number(amount)));
        return this;
    }

    Cases cost(int day, Consumer consumer, String amount, String currency) {
        costs.add(new AllocatedTotal(
                day(day), "stores", "acc-1", "Database Service", consumer, currency, number(amount)));
        return this;
    }

    Cases databaseCost(int day, String amount) {
        return cost(day, DATABASE, amount, "CHF");
    }

    Cases used(int day, String metric, @Nullable String unit, String quantity, @Nullable String usageUnit) {
        usage.add(new UsageTotal(day(day), metric, unit, "acc-1", null, number(quantity), usageUnit));
        return this;
    }

    Cases price(Price price) {
        prices.add(price);
        return this;
    }

    Cases multiplier(String id, Price.Scope scope, String factor, Validity validity) {
        return price(new Price.Multiplier(id, scope, number(factor), validity));
    }

    Cases customer(String id, @Nullable String unit) {
        customers.add(new ServiceCustomer(id, id, null, null, unit));
        return this;
    }

    Cases component(
            @Nullable Money unitPrice, @Nullable Money fixedPrice, String factor, ServiceComponent.Part... parts) {
        components.add(new ServiceComponent(
                "database",
                "Database",
                DATABASE,
                unitPrice,
                fixedPrice,
                number(factor),
                List.of(parts),
                Validity.ALWAYS));
        return this;
    }

    Cases service(String id, @Nullable String customer, InternalService.Use... uses) {
        services.add(new InternalService(id, id, customer, null, true, List.of(uses), Validity.ALWAYS));
        return this;
    }

    static InternalService.Use use(@Nullable String part, String quantity, Validity validity) {
        return new InternalService.Use(
                "database" + (part == null ? "" : "/" + part), "database", part, number(quantity), validity);
    }

    static InternalService.Use use(@Nullable String part, String quantity) {
        return use(part, quantity, Validity.ALWAYS);
    }

    Cases rate(int day, String from, String rate) {
        rates.add(new ExchangeRate(day(day), from, "CHF", number(rate), "ECB"));
        return this;
    }

    PricingResult price() {
        return Pricing.price(input());
    }

    PricingInput input() {
        return new PricingInput(
                OCTOBER,
                costs,
                usage,
                new PriceBook(prices, accounts, customers, components, services),
                RETAIL,
                rates,
                "CHF");
    }

    /** The lines as a finance person reads them. */
    List<String> read() {
        return price().lines().stream().map(Cases::read).toList();
    }

    static String read(PriceLine line) {
        Position position = line.position();
        List<String> words = new ArrayList<>(List.of(position.kind().text()));
        for (String word : new @Nullable String[] {
            position.unit(),
            position.customer(),
            position.account(),
            position.service(),
            position.component(),
            line.price()
        }) {
            words.add(word == null ? "-" : word);
        }
        words.add(
                line.fromDay().getDayOfMonth() + "–" + line.toDay().minusDays(1).getDayOfMonth());
        words.add(plain(line.cost()));
        words.add("→");
        words.add(plain(line.amount()));
        return String.join(" ", words);
    }

    static String plain(Money money) {
        BigDecimal amount = money.amount();
        return (amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString()) + " " + money.currency();
    }

    private static OrganizationUnit unit(String id, @Nullable String parent) {
        return new OrganizationUnit(id, id, "unit", parent, null, null, List.of());
    }
}
