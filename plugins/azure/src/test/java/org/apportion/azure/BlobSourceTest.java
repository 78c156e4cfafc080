package org.apportion.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apportion.http.HttpLimits;
import org.apportion.spi.Secret;
import org.apportion.testkit.objects.AzureBlobFake;
import org.apportion.testkit.objects.ObjectSourceKit;
import org.apportion.testkit.objects.StoreFault;
import org.junit.jupiter.api.Test;

class BlobSourceTest extends ObjectSourceKit {
    private static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, 4, Duration.ofMillis(1), false);

    BlobSourceTest() {
        super(new AzureBlobFake("exports", 2), new BlobSourceProvider(LIMITS, Duration.ofMillis(1)));
        settings.put("container", "exports");
        settings.put("endpoint", store.uri().toString());
        secrets.put("sas-token", new Secret(() -> "?" + AzureBlobFake.SIGNATURE));
    }

    @Test
    void otherBytesOfTheSameLengthAreNoticedByTheirDigest() {
        store.put("a.csv", "0123456789");
        store.fail(new StoreFault.Scrambled());

        fetch();

        assertThat(files()).containsEntry("a.csv", "0123456789");
    }

    @Test
    void bytesThatStayWrongAreNeverKept() {
        store.put("a.csv", "0123456789");
        for (int i = 0; i < 6; i++) {
            store.fail(new StoreFault.Scrambled());
        }

        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith("OBJECT_DAMAGED ")
                .hasMessageNotContaining("sig=");
        assertThat(files()).isEmpty();
    }

    @Test
    void foldersOfAHierarchicalNamespaceAreNoFiles() {
        store.put("daily", "");
        store.put("daily/part.csv", "1");
        store.put("empty", "");
        store.put("daily/none.csv", "");

        fetch();

        assertThat(files()).containsOnly(Map.entry("daily/part.csv", "1"), Map.entry("daily/none.csv", ""));
    }

    @Override
    protected void wrongBucket() {
        settings.put("container", "export");
    }

    @Override
    protected void wrongCredentials() {
        secrets.put("sas-token", new Secret(() -> "sv=1&sp=rl&sig=other"));
    }
}
