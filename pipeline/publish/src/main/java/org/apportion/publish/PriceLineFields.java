package org.apportion.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apportion.model.ApportionException;
import org.apportion.model.price.Account;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.ServiceCustomer;
import org.jspecify.annotations.Nullable;

/** The fields of a template that are not columns of a price line but follow from it: cost center, product number, names. */
final class PriceLineFields {
    private final PublishInput input;
    private final String place;
    private final Map<String, ServiceCustomer> customers = new HashMap<>();
    private final Map<String, String> accountProducts = new HashMap<>();
    private final Map<String, String> serviceProducts = new HashMap<>();

    PriceLineFields(PublishInput input, String place) {
        this.input = input;
        this.place = place;
        input.prices().customers().forEach(customer -> customers.put(customer.id(), customer));
        for (Account account : input.prices().accounts()) {
            Optional.ofNullable(account.productNumber()).ifPresent(number -> accountProducts.put(account.id(), number));
        }
        for (InternalService service : input.prices().services()) {
            Optional.ofNullable(service.productNumber()).ifPresent(number -> serviceProducts.put(service.id(), number));
        }
    }

    /**
     * The value of a field, empty where there is none.
     *
     * @param column reads a column of the price line by name
     */
    String value(String field, Function<String, @Nullable String> column) {
        String value = switch (field) {
            case "cost-center" -> costCenter(column.apply("customer"), column.apply("unit"));
            case "product-number" -> productNumber(column.apply("service"), column.apply("account"));
            case "unit", "customer", "account", "service", "component", "currency", "kind", "route" ->
                column.apply(field);
            default ->
                throw new ApportionException(
                        PublishError.PUBLISH_UNKNOWN_FIELD,
                        place,
                        "The template groups by '" + field + "', which is no field of a price line.",
                        "Use cost-center, product-number, unit, customer, account, service, component, kind,"
                                + " route or currency.");
        };
        return value == null ? "" : value;
    }

    private @Nullable String costCenter(@Nullable String customer, @Nullable String unit) {
        ServiceCustomer known = customer == null ? null : customers.get(customer);
        if (known != null && known.costCenter() != null) {
            return known.costCenter();
        }
        return unit == null ? null : input.organization().costCenter(unit).orElse(null);
    }

    private @Nullable String productNumber(@Nullable String service, @Nullable String account) {
        String ofService = service == null ? null : serviceProducts.get(service);
        return ofService != null || account == null ? ofService : accountProducts.get(account);
    }
}
