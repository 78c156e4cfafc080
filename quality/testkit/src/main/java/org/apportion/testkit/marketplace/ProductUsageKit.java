package org.apportion.testkit.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ProductUsage} has to do. Extend it in a plugin's tests and give it a {@link Product}. */
public abstract class ProductUsageKit {

    /** A product that tells its usage. Fresh for each test. */
    public interface Product extends AutoCloseable {

        ProductUsage usage();

        /** The time that a reading has if the product tells none. */
        Instant now();

        /** Lets the product tell these values, each written as the text that is given, without a time of its own. */
        void tell(Map<String, String> values);

        /**
         * What a reading holds of a value that is told as this text: all of its digits, unless the product itself tells binary
         * floating point, whose noise is no usage.
         */
        default BigDecimal read(String value) {
            return new BigDecimal(value);
        }

        /**
         * Why nobody asks this product, such as that it tells its usage itself: then a question cannot fail, and whoever tells
         * garbage hears of it. Empty for all that are asked.
         */
        default Optional<String> tellsByItself() {
            return Optional.empty();
        }

        /** Lets the product answer something that is no usage at all and holds the word {@code garbage}. */
        void tellGarbage();

        /** Takes the product away. */
        void stop();

        @Override
        void close();
    }

    private Product product;

    protected abstract Product openProduct();

    @BeforeEach
    final void open() {
        product = openProduct();
    }

    @AfterEach
    final void closeProduct() {
        product.usage().close();
        product.close();
    }

    @Test
    void readsEachMetricAsItIsTold() {
        product.tell(Map.of("nodes", "12", "users", "0"));
        assertThat(read().metrics())
                .containsOnlyKeys("nodes", "users")
                .hasEntrySatisfying("nodes", value -> assertThat(value).isEqualByComparingTo("12"))
                .hasEntrySatisfying("users", value -> assertThat(value).isZero());
    }

    @Test
    void keepsEveryDigitThatTheProductKnows() {
        String hours = "1234567890123456789.000000001";
        product.tell(Map.of("hours", hours));
        assertThat(read().metrics().get("hours")).isEqualByComparingTo(product.read(hours));
    }

    @Test
    void namesOfMetricsAreFree() {
        product.tell(Map.of("items", "1", "ä-b.c", "2"));
        assertThat(read().metrics()).containsOnlyKeys("items", "ä-b.c");
    }

    @Test
    void aReadingWithoutATimeIsOfNow() {
        product.tell(Map.of("nodes", "1"));
        assertThat(read().reportedAt()).isEqualTo(product.now());
    }

    @Test
    void eachReadingIsNew() {
        product.tell(Map.of("nodes", "1"));
        read();
        product.tell(Map.of("nodes", "2"));
        assertThat(read().metrics().get("nodes")).isEqualByComparingTo("2");
    }

    @Test
    void theLastOfAllReadingsIsTheLatest() {
        product.tell(Map.of("nodes", "1"));
        List<UsageReading> all = product.usage().readAll();
        assertThat(all.get(all.size() - 1).metrics().get("nodes")).isEqualByComparingTo("1");
        assertThat(all).extracting(UsageReading::reportedAt).isSorted();
    }

    @Test
    void garbageIsAFailureThatDoesNotRepeatIt() {
        assumeAsked();
        product.tellGarbage();
        assertThatThrownBy(this::read).isInstanceOf(ApportionException.class).hasMessageNotContaining("garbage");
    }

    @Test
    void aProductThatIsGoneIsAFailure() {
        assumeAsked();
        product.tell(Map.of("nodes", "1"));
        product.stop();
        assertThatThrownBy(this::read).isInstanceOf(ApportionException.class);
    }

    private void assumeAsked() {
        assumeTrue(
                product.tellsByItself().isEmpty(), () -> product.tellsByItself().orElse(""));
    }

    private UsageReading read() {
        return product.usage().read();
    }
}
