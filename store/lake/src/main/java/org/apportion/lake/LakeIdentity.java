package org.apportion.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.model.ApportionException;

/**
 * Ties a folder to its ledger by an id that both hold. Without it, a ledger that was reset or points to the wrong place would
 * take another one's tables for debris and delete them.
 */
final class LakeIdentity {
    private static final String PROPERTY = "lake.id";
    private static final String PLACE = "lake.folder";
    private static final String FILE = "lake.id";

    private final LakeSettings settings;
    private final Path folder;
    private final Ledger ledger;

    LakeIdentity(LakeSettings settings, Path folder, Ledger ledger) {
        this.settings = settings;
        this.folder = folder;
        this.ledger = ledger;
    }

    /** Makes sure the folder is the ledger's; a new folder and a new ledger are tied together. */
    void check() {
        Optional<String> here = read();
        Optional<String> known =
                ledger.read(transaction -> transaction.properties().get(PROPERTY));
        if (here.isPresent() && !here.equals(known)) {
            throw foreign();
        }
        if (here.isEmpty() && known.isPresent()) {
            requireNothingNamed();
            write(known.get());
        }
        if (here.isEmpty() && known.isEmpty()) {
            requireNoTables();
            write(ledger.inTransaction(this::register));
        }
        requireSamePlace();
    }

    /** The lake's files hold its path, so that any Iceberg reader finds them; a moved folder would be half readable. */
    private void requireSamePlace() {
        String madeIn = ledger.<Optional<String>>read(
                        transaction -> transaction.properties().get(PLACE))
                .orElse("");
        if (!madeIn.equals(folder.toString())) {
            throw new ApportionException(
                    LakeError.LAKE_MISSING,
                    folder.toString(),
                    "the lake was made in " + madeIn + "; its files hold that path.",
                    "Move the folder back, or mount it there.");
        }
    }

    private String register(LedgerTransaction transaction) {
        Optional<String> meanwhile = transaction.properties().get(PROPERTY);
        if (meanwhile.isPresent()) {
            return meanwhile.get();
        }
        String id = UUID.randomUUID().toString();
        transaction.properties().put(PROPERTY, id);
        transaction.properties().put(PLACE, folder.toString());
        return id;
    }

    private void requireNothingNamed() {
        boolean named =
                ledger.read(transaction -> !transaction.snapshots().current().isEmpty());
        if (named) {
            throw new ApportionException(
                    LakeError.LAKE_MISSING,
                    folder.toString(),
                    "the ledger " + ledger.place() + " knows tables, but this folder is not their lake.",
                    "Mount or restore the lake's folder, or correct the data folder in the configuration.");
        }
    }

    private void requireNoTables() {
        boolean occupied = settings.tables().stream().anyMatch(table -> Files.exists(folder.resolve(table.name())));
        if (occupied) {
            throw foreign();
        }
    }

    private ApportionException foreign() {
        return new ApportionException(
                LakeError.LAKE_OF_OTHER_LEDGER,
                folder.toString(),
                "this lake belongs to another ledger than " + ledger.place() + ".",
                "Correct the ledger's address or the data folder in the configuration, or restore the ledger.");
    }

    private Optional<String> read() {
        try {
            Path file = folder.resolve(FILE);
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String id) {
        try {
            Path half = Files.createTempFile(folder, FILE, ".half");
            Files.writeString(half, id + "\n");
            Files.move(half, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
