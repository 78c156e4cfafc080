package org.apportion.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes a body into a file from an offset on, whatever arrives before it breaks off. */
final class SavedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final FileChannel file;
    private final AtomicLong received;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    /** @param received is told how many bytes have been written */
    SavedBody(Path path, long offset, AtomicLong received) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.received = received;
        file.truncate(offset);
        file.position(offset);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription incoming) {
        subscription = incoming;
        incoming.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                while (buffer.hasRemaining()) {
                    received.addAndGet(file.write(buffer));
                }
            }
        } catch (IOException e) {
            if (subscription != null) {
                subscription.cancel();
            }
            whole.completeExceptionally(new UnwritableFile(e));
        }
    }

    @Override
    public void onError(Throwable problem) {
        close();
        whole.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        close();
        whole.complete(new byte[0]);
    }

    private void close() {
        try {
            file.force(true);
            file.close();
        } catch (IOException e) {
            whole.completeExceptionally(new UnwritableFile(e));
        }
    }

    /** The failure is this machine's, not the network's. */
    static final class UnwritableFile extends IOException {
        private static final long serialVersionUID = 1L;

        UnwritableFile(IOException cause) {
            super(cause);
        }
    }
}
