package org.apportion.config.section;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.Consumer;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.Account;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.ServiceComponent;
import org.apportion.model.price.ServiceCustomer;
import org.jspecify.annotations.Nullable;

/** Reads accounts, customers, components and services of the section {@code prices}, and checks what they refer to. */
final class ServicesReader {
    /** Finer quantities would not become whole units of 1e-9. */
    private static final int USAGE_DECIMALS = 9;

    private final Fields section;
    private final Problems problems;
    private final String currency;
    private final Consumers consumers;
    private final Names customerNames;
    private final Names componentNames;
    private final Names sourceNames;
    private final Names serviceNames;
    private final Map<String, Set<String>> partsOf = new HashMap<>();
    private final List<ServiceCustomer> customers = new ArrayList<>();
    private final List<ServiceComponent> components = new ArrayList<>();

    ServicesReader(Fields section, Problems problems, String currency, Consumers consumers) {
        this.section = section;
        this.problems = problems;
        this.currency = currency;
        this.consumers = consumers;
        this.customerNames = new Names("The customer", problems);
        this.componentNames = new Names("The component", problems);
        this.serviceNames = new Names("The service", problems);
        this.sourceNames = new Names("A component with the source", problems);
        section.items("customers").forEach(this::customer);
        section.items("components").forEach(this::component);
    }

    List<ServiceCustomer> customers() {
        return customers;
    }

    List<ServiceComponent> components() {
        return components;
    }

    List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        Names names = new Names("The account", problems);
        for (Fields account : section.items("accounts")) {
            customerNames.require(account.scalar("customer"));
            Validity validity = account.validity();
            account.scalar("id")
                    .filter(id -> names.add(id, validity))
                    .ifPresent(id -> accounts.add(new Account(
                            id.text(),
                            account.textOrNull("name"),
                            account.textOrNull("customer"),
                            account.textOrNull("product-number"),
                            validity)));
        }
        return accounts;
    }

    List<InternalService> services() {
        List<InternalService> services = new ArrayList<>();
        for (Fields service : section.items("services")) {
            customerNames.require(service.scalar("customer"));
            List<InternalService.Use> uses = uses(service);
            Validity validity = service.validity();
            service.scalar("id")
                    .filter(id -> serviceNames.add(id, validity))
                    .ifPresent(id -> services.add(new InternalService(
                            id.text(),
                            service.text("name").orElse(id.text()),
                            service.textOrNull("customer"),
                            service.textOrNull("product-number"),
                            service.flag("charged"),
                            uses,
                            validity)));
        }
        return services;
    }

    /** Adds a problem if there is no such component. */
    void requireComponent(Optional<ScalarNode> id) {
        componentNames.require(id);
    }

    /** Adds a problem if there is no such service; after {@link #services}. */
    void requireService(ScalarNode id) {
        serviceNames.require(Optional.of(id));
    }

    private void customer(Fields customer) {
        Optional<Consumer> unit = customer.scalar("unit").flatMap(id -> consumers.unit(id.text(), id.place()));
        customer.scalar("id")
                .filter(customerNames::add)
                .ifPresent(id -> customers.add(new ServiceCustomer(
                        id.text(),
                        customer.text("name").orElse(id.text()),
                        customer.textOrNull("cost-center"),
                        customer.textOrNull("email"),
                        unit.map(Consumer::name).orElse(null))));
    }

    private void component(Fields component) {
        Names partNames = new Names("The part", problems);
        List<ServiceComponent.Part> parts = new ArrayList<>();
        for (Fields part : component.items("parts")) {
            part.scalar("id")
                    .filter(partNames::add)
                    .ifPresent(id -> parts.add(new ServiceComponent.Part(
                            id.text(),
                            part.text("name").orElse(id.text()),
                            money(part, "unit-price"),
                            part.decimal("cost-share").orElse(null))));
        }
        requireWholeAtMost(component, parts);
        Validity validity = component.validity();
        Optional<Consumer> source =
                component.scalar("source").flatMap(text -> consumers.read(text.text(), text.place()));
        source.ifPresent(consumer -> sourceNames.add(
                consumer.toString(), component.scalar("source").orElseThrow().place(), validity));
        component.scalar("id").filter(id -> componentNames.add(id, validity)).ifPresent(id -> {
            parts.forEach(part ->
                    partsOf.computeIfAbsent(id.text(), any -> new TreeSet<>()).add(part.id()));
            components.add(new ServiceComponent(
                    id.text(),
                    component.text("name").orElse(id.text()),
                    source.orElse(null),
                    money(component, "unit-price"),
                    money(component, "fixed-price"),
                    component.decimal("cost-factor").orElse(BigDecimal.ONE),
                    parts,
                    validity));
        });
    }

    private void requireWholeAtMost(Fields component, List<ServiceComponent.Part> parts) {
        BigDecimal total = BigDecimal.ZERO;
        for (ServiceComponent.Part part : parts) {
            BigDecimal share = part.costShare();
            total = share == null ? total : total.add(share);
        }
        if (total.compareTo(BigDecimal.ONE) > 0) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    component.place(),
                    "The cost-shares of the component's parts add up to " + total.toPlainString() + ", more than 1.",
                    "Lower them: together they are at most the whole component.");
        }
    }

    private List<InternalService.Use> uses(Fields service) {
        List<InternalService.Use> uses = new ArrayList<>();
        Names names = new Names("The use", problems);
        for (Fields use : service.items("uses")) {
            Optional<ScalarNode> component = use.scalar("component");
            componentNames.require(component);
            component.ifPresent(id -> requirePart(id.text(), use.scalar("part")));
            Optional<BigDecimal> quantity = quantity(use);
            Validity validity = use.validity();
            if (component.isPresent() && quantity.isPresent()) {
                String standard = component.get().text()
                        + use.text("part").map(part -> "/" + part).orElse("");
                String id = use.text("id").orElse(standard);
                names.add(id, use.scalar("id").orElse(component.get()).place(), validity);
                uses.add(new InternalService.Use(
                        id, component.get().text(), use.textOrNull("part"), quantity.get(), validity));
            }
        }
        return uses;
    }

    /** At most nine decimals, as all usage; empty after adding a problem. */
    private Optional<BigDecimal> quantity(Fields use) {
        Optional<BigDecimal> quantity = use.decimal("quantity");
        if (quantity.isPresent() && quantity.get().stripTrailingZeros().scale() > USAGE_DECIMALS) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    use.scalar("quantity").orElseThrow().place(),
                    "The quantity " + quantity.get().toPlainString() + " has more than " + USAGE_DECIMALS
                            + " decimals.",
                    "Round it.");
            return Optional.empty();
        }
        return quantity;
    }

    private void requirePart(String component, Optional<ScalarNode> part) {
        Set<String> known = partsOf.getOrDefault(component, Set.of());
        boolean isKnown = componentNames.has(component);
        if (part.isPresent() && isKnown && !known.contains(part.get().text())) {
            problems.unknownName(
                    part.get().place(), "The part of " + component, part.get().written(), known);
        }
    }

    private @Nullable Money money(Fields of, String key) {
        return of.money(key, currency).orElse(null);
    }
}
