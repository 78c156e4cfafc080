package org.apportion.spi.metering;

/** The product that is asked how much is in use. */
public interface ProductUsage extends AutoCloseable {

    /**
     * Asks once. Retrying is the caller's business.
     *
     * @throws org.apportion.model.ApportionException with a code of the plugin if the product does not answer, or answers
     *     what cannot be read; nothing of the answer's text beyond names of metrics is in the message
     */
    UsageReading read();

    @Override
    void close();
}
