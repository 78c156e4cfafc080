package org.apportion.ledger.period;

import java.util.List;
import java.util.Map;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.Organization;

/**
 * What is kept of a month when it is closed, besides its run's record.
 *
 * @param read lake table to the snapshot that the closing run read
 * @param written lake table to the snapshot that it wrote
 * @param documents name to text, such as the effective configuration; redacted
 * @param inputs fingerprint of all that the charges follow from
 */
public record Frozen(
        Map<String, Long> read,
        Map<String, Long> written,
        Map<String, String> documents,
        List<StatementLine> statement,
        Organization organization,
        Directory directory,
        String inputs) {
    public Frozen {
        read = Map.copyOf(read);
        written = Map.copyOf(written);
        documents = Map.copyOf(documents);
        statement = List.copyOf(statement);
    }
}
