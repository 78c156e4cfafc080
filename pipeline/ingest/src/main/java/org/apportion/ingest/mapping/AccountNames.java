package org.apportion.ingest.mapping;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apportion.model.ApportionException;

/**
 * Names of accounts from a CSV file with the columns {@code account} and {@code name}, for bills that hold ids alone. A name in the bill
 * wins.
 */
final class AccountNames {
    static final String OPTION = "account-names";
    static final String NAME = "name";
    private static final List<String> COLUMNS = List.of("account", NAME);

    private AccountNames() {}

    /**
     * The names; empty if the source has none.
     *
     * @throws ApportionException {@code MAPPING_OPTION_INVALID}
     */
    static Optional<LookupTable> of(Binding binding) {
        String path = binding.options().getOrDefault(OPTION, "");
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            LookupTable table = LookupTable.parse(OPTION, Files.readString(Path.of(path), StandardCharsets.UTF_8));
            if (table.rows().isEmpty() || table.columns().equals(COLUMNS)) {
                return table.rows().isEmpty() || table.byKeys(1, NAME).isEmpty()
                        ? Optional.empty()
                        : Optional.of(table);
            }
        } catch (IOException | CsvParseException e) {
            throw invalid(
                    path, "the file of option account-names cannot be read.", "Fetch it first, or correct its path.");
        }
        throw invalid(
                path, "the file of option account-names has other columns.", "Its first line must be account,name.");
    }

    private static ApportionException invalid(String path, String problem, String nextStep) {
        return new ApportionException(MappingError.MAPPING_OPTION_INVALID, path, problem, nextStep);
    }
}
