package org.apportion.price;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.jspecify.annotations.Nullable;

/**
 * Writes steps as JSON text (RFC 8259): an array of objects in order. Decimals are JSON strings, so that no reader turns them
 * into binary floating point; trailing zeros are left out.
 */
final class StepsJson {
    private final StringBuilder out = new StringBuilder();

    private StepsJson() {}

    static String write(List<PriceStep> steps) {
        StepsJson json = new StepsJson();
        json.out.append('[');
        for (int i = 0; i < steps.size(); i++) {
            json.out.append(i == 0 ? "" : ",");
            json.object(steps.get(i));
        }
        return json.out.append(']').toString();
    }

    private void object(PriceStep step) {
        out.append("{\"step\":");
        quote(step.step());
        if (step instanceof PriceStep.ComponentCost cost) {
            field("component", cost.component());
            field("share", text(cost.share()));
        } else if (step instanceof PriceStep.UnitPrice price) {
            field("quantity", text(price.quantity()));
            field("of", price.of());
            field("usage-unit", price.usageUnit());
            field("price-per-unit", price.pricePerUnit().toString());
        } else if (step instanceof PriceStep.Included included) {
            counted(included.quantity(), included.usage());
        } else if (step instanceof PriceStep.Tiered tier) {
            counted(tier.quantity(), tier.usage());
            field("above", text(tier.above()));
            field("up-to", tier.upTo() == null ? null : text(tier.upTo()));
            field("price-per-unit", tier.pricePerUnit().toString());
        } else if (step instanceof PriceStep.Packaged packaged) {
            counted(packaged.quantity(), packaged.usage());
            field("size", text(packaged.size()));
            field("packages", text(packaged.packages()));
            field("price-per-package", packaged.pricePerPackage().toString());
        } else if (step instanceof PriceStep.FixedPrice price) {
            field("of", price.of());
        } else if (step instanceof PriceStep.Gap gap) {
            field("minimum", text(gap.minimum().amount()));
            field("total", text(gap.total().amount()));
        } else if (step instanceof PriceStep.Converted converted) {
            conversion(converted);
        } else if (step instanceof PriceStep.Share share) {
            field("weight", text(share.weight()));
            field("before", text(share.before()));
            field("total", text(share.total()));
        } else if (step instanceof PriceStep.Multiplied multiplied) {
            field("price", multiplied.price());
            field("factor", text(multiplied.factor()));
            validity(multiplied.validity());
        } else if (step instanceof PriceStep.EffectiveDays days) {
            field("before", String.valueOf(days.before()));
            field("days", String.valueOf(days.days()));
            field("of-days", String.valueOf(days.ofDays()));
        } else if (step instanceof PriceStep.NotCharged notCharged) {
            field("service", notCharged.service());
        } else if (step instanceof PriceStep.Rounded rounded) {
            field("scale", String.valueOf(rounded.scale()));
            field("rounding", "half-even");
        }
        field("result", text(step.result().amount()));
        field("currency", step.result().currency());
        out.append('}');
    }

    private void counted(BigDecimal quantity, PriceStep.CountedUsage usage) {
        field("quantity", text(quantity));
        field("of", usage.of());
        field("usage-unit", usage.usageUnit());
        field("counted-per", usage.per());
    }

    private void conversion(PriceStep.Converted converted) {
        field("from-day", converted.fromDay().toString());
        field("to-day", converted.toDay().toString());
        Money of = converted.of();
        field("of", text(of.amount()));
        field("from", of.currency());
        field("rate", text(converted.rate().rate()));
        field("day", converted.rate().day().toString());
        field("source", converted.rate().source());
    }

    private void validity(Validity validity) {
        field("valid-from", validity.from() == null ? null : validity.from().toString());
        field("valid-to", validity.to() == null ? null : validity.to().toString());
    }

    private static String text(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private void field(String name, @Nullable String value) {
        if (value != null) {
            out.append(",\"").append(name).append("\":");
            quote(value);
        }
    }

    /** Escapes what JSON demands, line separators that JavaScript dislikes, and halves of surrogate pairs. */
    private void quote(String text) {
        out.append('"');
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x7F || c == 0x2028 || c == 0x2029 || (c >= 0xD800 && c <= 0xDFFF)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        out.append('"');
    }
}
