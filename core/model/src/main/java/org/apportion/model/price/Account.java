package org.apportion.model.price;

import org.apportion.model.Validity;
import org.jspecify.annotations.Nullable;

/**
 * A billing account (sub-account, subscription, project) as a configuration object of the account route.
 *
 * @param customer id of the service customer that pays; null while nobody does
 * @param productNumber the internal accounting system's number for what is sold
 */
public record Account(
        String id,
        @Nullable String name,
        @Nullable String customer,
        @Nullable String productNumber,
        Validity validity) {}
