package org.apportion.spi.metering;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.metering.MeterRecord;

/**
 * A cloud marketplace's metering service for one product and customer. Not safe for use by several threads.
 *
 * <p>It never retries what could have been accepted: it answers {@link MeterAnswer.Unknown}, and the journal decides.
 */
public interface Marketplace extends AutoCloseable {

    /** The service's rules. Always the same answer for one instance. */
    MarketplaceRules rules();

    /**
     * What the service counts a record's hour by, besides its dimension: the listing with its customer, or the resource. Two
     * accounts with the same one take each other's hours where it takes one record per hour.
     *
     * @return empty if it is not known without a call
     */
    default Optional<String> resource() {
        return Optional.empty();
    }

    /**
     * Whether the service takes a tag of the product's usage. The share of one that it does not take is sent without a tag, and
     * told as the product reports it. Where no allocations are sent at all, any tag will do.
     *
     * @param tag such as {@code team=a}, not empty
     */
    default boolean takesTag(String tag) {
        return true;
    }

    /**
     * Asks whether this installation may meter, without metering anything.
     *
     * @return granted only if the service itself said so
     */
    AccessCheck checkAccess(List<String> dimensions);

    /**
     * Sends records, at most {@link MarketplaceRules#recordsPerCall()}.
     *
     * @return one answer per record, in the order of the records, whatever happened; never throws for a failed call
     */
    List<MeterAnswer> meter(List<MeterRecord> records);

    /**
     * What the service has accepted, where it can be asked.
     *
     * @param from inclusive, by the record's timestamp
     * @param to exclusive
     */
    ReadBack readBack(String dimension, Instant from, Instant to);

    /**
     * Facts about the account or instance in which the product runs, for the product's own pages: a tree of texts, numbers,
     * lists and maps. Holds {@code cloud_provider} at least.
     *
     * @throws org.apportion.model.ApportionException if the instance's metadata cannot be read
     */
    Map<String, Object> accountInfo();

    @Override
    void close();
}
