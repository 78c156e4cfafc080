package org.apportion.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerPartTest {
    @TempDir
    Path folder;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.open(LedgerSettings.of("jdbc:sqlite:" + folder.resolve("ledger.db")));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aPartThatThrowsIsUndoneAloneAndTold() {
        failsAlone(ledger);
    }

    /** Also on PostgreSQL, where a refused statement ends what is not a part. */
    static void failsAlone(Ledger ledger) {
        Optional<RuntimeException> told = ledger.inTransaction(tx -> {
            tx.properties().put("before", "1");
            Optional<RuntimeException> failure = tx.part(() -> {
                tx.properties().put("within", "1");
                tx.handle().execute("INSERT INTO no_such_table (a) VALUES (1)");
            });
            assertThat(tx.part(() -> tx.properties().put("after", "1"))).isEmpty();
            return failure;
        });

        assertThat(told)
                .get()
                .isInstanceOfSatisfying(
                        ApportionException.class, e -> assertThat(e.code()).isEqualTo(LedgerError.LEDGER_FAILED));
        assertThat(property(ledger, "before")).contains("1");
        assertThat(property(ledger, "within")).isEmpty();
        assertThat(property(ledger, "after")).contains("1");
    }

    @Test
    void whatAPartItselfThrowsArrivesUnchanged() {
        IllegalStateException own = new IllegalStateException("own");

        Optional<RuntimeException> told = ledger.inTransaction(tx -> tx.part(() -> {
            throw own;
        }));

        assertThat(told).containsSame(own);
    }

    @Test
    void anErrorInAPartEndsTheWholeTransaction() {
        assertThatThrownBy(() -> ledger.useTransaction(tx -> {
                    tx.properties().put("before", "1");
                    tx.part(() -> {
                        throw new LinkageError("cut");
                    });
                }))
                .hasMessage("cut");
        assertThat(property(ledger, "before")).isEmpty();
    }

    @Test
    void aPartThatCannotBeUndoneEndsTheWholeTransaction() {
        assertThatThrownBy(() -> ledger.useTransaction(tx -> {
                    tx.properties().put("before", "1");
                    tx.part(() -> {
                        tx.handle().execute("ROLLBACK");
                        throw new IllegalStateException("disk full");
                    });
                    tx.properties().put("after", "1");
                }))
                .hasMessage("disk full");
        assertThat(property(ledger, "before")).isEmpty();
        assertThat(property(ledger, "after")).isEmpty();
    }

    private static Optional<String> property(Ledger ledger, String name) {
        return ledger.read(tx -> tx.properties().get(name));
    }
}
