package org.apportion.model.organization;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apportion.model.CodePointOrder;

/**
 * How a tag value names several owners: {@code a:60;b:40} with weights, {@code a;b} in equal shares. Only the proportion of
 * weights counts, they need not sum to 100.
 *
 * <p>A text that mixes names with and without a weight, has an empty name, a weight of more than six digits or nine decimals,
 * only weights of zero, or more than {@value #MOST_OWNERS} names, is no such text: it is one plain value. Names that repeat are
 * added up, weights of zero are dropped.
 *
 * @param between stands between two owners
 * @param weight stands between an owner and its weight
 */
public record ShareNotation(String between, String weight) {
    /** More owners than a tag's value has room for. */
    static final int MOST_OWNERS = 100;

    private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}\\s.]{1,3}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}([.][0-9]{1,9})?");

    /** {@code ;} between owners, {@code :} before weights. Behind the patterns, which it needs. */
    public static final ShareNotation USUAL = new ShareNotation(";", ":");

    /** @throws IllegalArgumentException if the two cannot be told apart from names, numbers or each other */
    public ShareNotation {
        for (String separator : List.of(between, weight)) {
            if (!SEPARATOR.matcher(separator).matches()) {
                throw new IllegalArgumentException(
                        "'" + separator
                                + "' cannot separate owners: write one to three characters that are no letter, digit, blank or dot");
            }
        }
        if (between.chars().anyMatch(sign -> weight.indexOf(sign) >= 0)) {
            throw new IllegalArgumentException("'" + between + "' and '" + weight + "' share a character");
        }
    }

    /**
     * The owners with their weights, in code point order.
     *
     * @return two or more owners with weights above zero; empty if the text is one plain value
     */
    Optional<SortedMap<String, BigDecimal>> read(String text) {
        return weights(text, name -> name).filter(owners -> owners.size() > 1 && settled(owners));
    }

    /**
     * The one way in which a value is written; a text that names one owner is that owner's name.
     *
     * @param names how names are read, so that two spellings of one owner meet
     */
    String canonical(String text, Map<String, String> names) {
        return weights(text, name -> names.getOrDefault(name, name))
                .filter(this::settled)
                .map(this::write)
                .orElse(text);
    }

    private boolean settled(SortedMap<String, BigDecimal> owners) {
        String written = write(owners);
        return owners.size() == 1
                ? !written.contains(between) && weights(written, name -> name).isEmpty()
                : weights(written, name -> name).map(this::write).equals(Optional.of(written));
    }

    /** Equal weights are left out. */
    private String write(SortedMap<String, BigDecimal> owners) {
        BigDecimal first = owners.get(owners.firstKey());
        boolean even = owners.values().stream().allMatch(one -> one.compareTo(first) == 0);
        return owners.entrySet().stream()
                .map(owner -> even
                        ? owner.getKey()
                        : owner.getKey()
                                + weight
                                + owner.getValue().stripTrailingZeros().toPlainString())
                .collect(Collectors.joining(between));
    }

    /** One or more owners; empty if the text has neither separator or breaks a rule. */
    private Optional<SortedMap<String, BigDecimal>> weights(String text, UnaryOperator<String> name) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(between); at >= 0; at = text.indexOf(between, from)) {
            pieces.add(text.substring(from, at));
            from = at + between.length();
        }
        pieces.add(text.substring(from));
        SortedMap<String, BigDecimal> owners = new TreeMap<>(CodePointOrder.INSTANCE);
        int weighted = 0;
        for (String piece : pieces) {
            int at = piece.lastIndexOf(weight);
            boolean hasWeight = at >= 0
                    && NUMBER.matcher(piece.substring(at + weight.length()).strip())
                            .matches();
            weighted += hasWeight ? 1 : 0;
            String owner = name.apply((hasWeight ? piece.substring(0, at) : piece).strip());
            BigDecimal share = hasWeight
                    ? new BigDecimal(piece.substring(at + weight.length()).strip())
                    : BigDecimal.ONE;
            if (owner.isEmpty()) {
                return Optional.empty();
            }
            owners.merge(owner, share, BigDecimal::add);
        }
        owners.values().removeIf(share -> share.signum() == 0);
        boolean plain = pieces.size() == 1 && weighted == 0;
        boolean mixed = weighted > 0 && weighted < pieces.size();
        return plain || mixed || owners.isEmpty() || pieces.size() > MOST_OWNERS
                ? Optional.empty()
                : Optional.of(owners);
    }
}
