package org.apportion.metering.reading;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads JSON that others write, with exact numbers. A number that no program can hold, such as {@code 1e2147483648}, is read as
 * one that is too large for {@link UsageNumber}, so that what stands beside it is still read.
 */
public final class ForeignJson {
    private static final int LONGEST_NUMBER = 1_000;
    private static final BigDecimal TOO_LARGE = new BigDecimal(BigInteger.ONE, -Integer.MAX_VALUE);
    private static final BigInteger TOO_LONG = BigInteger.TEN.pow(LONGEST_NUMBER);

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ForeignJson() {}

    /**
     * One value and nothing after it.
     *
     * @return missing if the text is empty
     * @throws JacksonException if it is no JSON, or an object has a member twice
     */
    public static JsonNode tree(String text) {
        try (JsonParser parser = new AnyNumber(JSON.createParser(text))) {
            JsonNode tree = JSON.readTree(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "there is more after the value");
            }
            return tree == null ? MissingNode.getInstance() : tree;
        }
    }

    private static final class AnyNumber extends JsonParserDelegate {
        AnyNumber(JsonParser parser) {
            super(parser);
        }

        @Override
        public BigDecimal getDecimalValue() {
            try {
                return getStringLength() > LONGEST_NUMBER ? TOO_LARGE : super.getDecimalValue();
            } catch (StreamReadException | ArithmeticException | NumberFormatException e) {
                return TOO_LARGE;
            }
        }

        @Override
        public BigInteger getBigIntegerValue() {
            return getStringLength() > LONGEST_NUMBER ? TOO_LONG : super.getBigIntegerValue();
        }
    }
}
