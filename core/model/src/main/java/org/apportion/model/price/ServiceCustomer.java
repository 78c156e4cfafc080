package org.apportion.model.price;

import org.jspecify.annotations.Nullable;

/**
 * Who receives an internal bill.
 *
 * @param unit the organization unit behind the customer, if it is part of the tree
 */
public record ServiceCustomer(
        String id,
        String name,
        @Nullable String costCenter,
        @Nullable String email,
        @Nullable String unit) {}
