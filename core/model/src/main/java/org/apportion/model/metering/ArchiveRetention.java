package org.apportion.model.metering;

/**
 * How much of the past the archive document shows. The journal keeps what proves a bill whatever this says.
 *
 * @param cycles billing periods; below 1: there is no archive
 * @param bytes of the document; 0 or 1: there is no archive; negative: without limit
 */
public record ArchiveRetention(int cycles, long bytes) {
    public static final ArchiveRetention NONE = new ArchiveRetention(0, 0);

    public boolean keepsAny() {
        return cycles >= 1 && (bytes < 0 || bytes > 1);
    }
}
