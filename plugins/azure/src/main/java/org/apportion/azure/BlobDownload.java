package org.apportion.azure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apportion.azure.CostReports.Blob;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;

/** Brings the files of a report by their links, which need no login and end after a while. */
final class BlobDownload {
    private static final int ATTEMPTS = 6;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final CostReports reports;
    private final HttpCaller caller;
    private final Consumer<Duration> wait;

    BlobDownload(CostReports reports, HttpCaller caller, Consumer<Duration> wait) {
        this.reports = reports;
        this.caller = caller;
        this.wait = wait;
    }

    /**
     * Brings a file whole, carrying on where a connection broke off.
     *
     * @return whether it is here; not if the link no longer leads to it
     * @throws org.apportion.model.ApportionException {@code OBJECT_NOT_READ}, {@code OBJECT_DAMAGED} if it stays shorter or longer
     *     than the report says
     */
    boolean bring(Blob blob, Path file) throws IOException {
        String problem = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1) {
                wait.accept(PAUSE);
            }
            long offset = Files.exists(file) ? Files.size(file) : 0;
            if (offset >= blob.bytes()) {
                Files.deleteIfExists(file);
                offset = 0;
            }
            HttpCall call = HttpCall.get(blob.link(), offset > 0 ? Map.of("Range", "bytes=" + offset + "-") : Map.of());
            HttpReply reply = caller.save(call, file, offset);
            if (!(reply instanceof HttpReply.Answered answer)) {
                problem = reply instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) reply).reason();
            } else if (answer.isSuccess()) {
                long size = Files.size(file);
                if (size == blob.bytes()) {
                    return true;
                }
                problem = "it has " + size + " of " + blob.bytes() + " bytes.";
            } else if (answer.status() == 403 || answer.status() == 404) {
                return false;
            } else {
                problem = "the answer has status " + answer.status() + ".";
            }
        }
        if (problem.startsWith("it has")) {
            throw reports.damaged("a file stays cut: " + problem);
        }
        throw reports.notRead(
                "a file of the report could not be read in " + ATTEMPTS + " attempts: " + problem,
                "Check the network's way to Blob Storage, then run it again.");
    }
}
