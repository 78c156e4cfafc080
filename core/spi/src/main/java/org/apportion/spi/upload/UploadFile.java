package org.apportion.spi.upload;

import java.nio.file.Path;
import org.apportion.model.BillingMonth;

/**
 * A published file that is to be sent.
 *
 * @param path absolute
 * @param output id of the output that made it
 * @param run id of the run that published it
 * @param sha256 of the file's bytes, lower-case hex
 * @param key the same for each attempt to send these bytes of this month by this upload, and for nothing else: 32 hex digits
 */
public record UploadFile(Path path, String output, BillingMonth month, String run, String sha256, String key) {

    /** A text with {@code {month}}, {@code {run}}, {@code {output}}, {@code {file}} and {@code {key}} replaced. */
    public String fill(String text) {
        return text.replace("{month}", month.toString())
                .replace("{run}", run)
                .replace("{output}", output)
                .replace("{key}", key)
                .replace("{file}", String.valueOf(path.getFileName()));
    }
}
