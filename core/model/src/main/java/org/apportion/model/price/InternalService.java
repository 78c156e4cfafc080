package org.apportion.model.price;

import java.math.BigDecimal;
import java.util.List;
import org.apportion.model.Validity;
import org.jspecify.annotations.Nullable;

/**
 * A service that a platform team offers to others, made of components.
 *
 * @param customer id of the service customer that pays
 * @param charged false shows the service but asks nothing for it
 */
public record InternalService(
        String id,
        String name,
        @Nullable String customer,
        @Nullable String productNumber,
        boolean charged,
        List<Use> uses,
        Validity validity) {
    public InternalService {
        uses = List.copyOf(uses);
    }

    /**
     * The service uses a component, or one part of it.
     *
     * @param quantity number of units for unit prices; and, against the quantities of all other uses of the same component
     *     and part, the share of its cost. Above or equal to zero, at most nine decimals
     */
    public record Use(String id, String component, @Nullable String part, BigDecimal quantity, Validity validity) {}
}
