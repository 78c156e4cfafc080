package org.apportion.testkit.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apportion.model.ApportionException;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStore.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link DocumentStore} has to do. Extend it in a plugin's tests and give it a {@link Place}. */
public abstract class DocumentStoreKit {

    /** Where documents are kept. Fresh for each test: it is readable and holds none. */
    public interface Place extends AutoCloseable {

        /** Opens the store, each time as a new process would. */
        DocumentStore open();

        /** Overwrites a document with half of a JSON text, behind the store's back. */
        void damage(Document document);

        /** Makes the place unreadable, by taking rights or the connection away. */
        void makeUnreadable();

        @Override
        void close();
    }

    private Place place;
    private DocumentStore store;

    protected abstract Place openPlace();

    @BeforeEach
    final void open() {
        place = openPlace();
        store = place.open();
    }

    @AfterEach
    final void closePlace() {
        store.close();
        place.close();
    }

    @ParameterizedTest
    @EnumSource(Document.class)
    void aReadablePlaceHoldsNoDocumentAtFirst(Document document) {
        assertThat(store.read(document)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Document.class)
    void whatIsWrittenIsRead(Document document) {
        store.write(document, "{\"a\":\"ä\\n\"}");
        assertThat(store.read(document)).contains("{\"a\":\"ä\\n\"}");
    }

    @ParameterizedTest
    @EnumSource(Document.class)
    void writingAgainReplacesTheWholeDocument(Document document) {
        store.write(document, "{\"long\":\"" + "x".repeat(1000) + "\"}");
        store.write(document, "{\"short\":1}");
        assertThat(store.read(document)).contains("{\"short\":1}");
    }

    @Test
    void anEmptyListReplacesAFilledOneAndCanBeFilledAgain() {
        store.write(Document.ARCHIVE, "[1]");
        store.write(Document.ARCHIVE, "[]");
        assertThat(store.read(Document.ARCHIVE)).contains("[]");
        store.write(Document.ARCHIVE, "[2]");
        assertThat(store.read(Document.ARCHIVE)).contains("[2]");
    }

    @Test
    void theDocumentsAreKeptApart() {
        store.write(Document.CACHE, "{\"cache\":1}");
        store.write(Document.CSP_CONFIG, "{\"config\":1}");
        store.write(Document.ARCHIVE, "[]");
        assertThat(store.read(Document.CACHE)).contains("{\"cache\":1}");
        assertThat(store.read(Document.CSP_CONFIG)).contains("{\"config\":1}");
        assertThat(store.read(Document.ARCHIVE)).contains("[]");
    }

    @Test
    void aNewProcessFindsTheDocumentsAndReplacesThem() {
        store.write(Document.CACHE, "{\"n\":1}");
        try (DocumentStore next = place.open()) {
            assertThat(next.read(Document.CACHE)).contains("{\"n\":1}");
            next.write(Document.CACHE, "{\"n\":2}");
        }
        assertThat(store.read(Document.CACHE)).contains("{\"n\":2}");
    }

    @ParameterizedTest
    @EnumSource(Document.class)
    void aDamagedDocumentIsAFailureNotNone(Document document) {
        store.write(document, "{\"a\":1}");
        place.damage(document);
        assertThatThrownBy(() -> store.read(document)).isInstanceOf(ApportionException.class);
    }

    @Test
    void anUnreadablePlaceIsAFailureNotNone() {
        store.write(Document.CACHE, "{\"a\":1}");
        place.makeUnreadable();
        assertThatThrownBy(() -> store.read(Document.CACHE)).isInstanceOf(ApportionException.class);
    }

    @Test
    void saysWhereTheArchiveIs() {
        assertThat(store.archiveLocation()).isNotBlank();
    }
}
