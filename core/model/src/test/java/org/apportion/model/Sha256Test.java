package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The example of FIPS 180-4. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void aTextIsHashedAsUtf8() {
        assertThat(Sha256.hex("abc")).isEqualTo(OF_ABC);
        assertThat(Sha256.hex("\u00e9")).isEqualTo(Sha256.hex("\u00e9".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void piecesHaveTheHashOfTheWhole() throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update(new byte[] {'a'});
        digest.update(new byte[] {'b', 'c'});

        assertThat(Sha256.hex(digest)).isEqualTo(OF_ABC);
        assertThat(Sha256.hex(new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(OF_ABC);
    }
}
