package org.apportion.publish;

import java.util.List;
import java.util.Map;
import org.apportion.model.BillingMonth;
import org.apportion.model.organization.Organization;
import org.apportion.model.price.PriceBook;

/**
 * What a run hands over for publishing.
 *
 * @param ownedCharges select of {@link org.apportion.lake.OwnedCharges}
 * @param levels level columns of that select
 * @param priceLines table expression with the columns of {@code price_line}
 * @param codeVersion version of Apportion, for the manifest
 * @param fingerprints configuration section to hash, for the manifest
 */
public record PublishInput(
        BillingMonth month,
        String runId,
        String ownedCharges,
        List<String> levels,
        String priceLines,
        Organization organization,
        PriceBook prices,
        String codeVersion,
        Map<String, String> fingerprints) {
    public PublishInput {
        levels = List.copyOf(levels);
        fingerprints = Map.copyOf(fingerprints);
    }
}
