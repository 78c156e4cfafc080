package org.apportion.metering.local;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Gathers an answer up to a limit; what follows ends the answer. */
final class LimitedBytes implements Consumer<Optional<byte[]>> {
    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile boolean tooLong;

    LimitedBytes(int most) {
        this.most = most;
    }

    boolean isTooLong() {
        return tooLong;
    }

    byte[] all() {
        return bytes.toByteArray();
    }

    @Override
    public void accept(Optional<byte[]> part) {
        part.ifPresent(each -> {
            if (bytes.size() + each.length > most) {
                tooLong = true;
                throw new IllegalStateException("the answer has more than " + most + " bytes");
            }
            bytes.writeBytes(each);
        });
    }
}
