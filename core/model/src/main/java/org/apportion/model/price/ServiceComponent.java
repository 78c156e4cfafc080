package org.apportion.model.price;

import java.math.BigDecimal;
import java.util.List;
import org.apportion.model.Consumer;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.jspecify.annotations.Nullable;

/**
 * A building block of internal services. Its cost is what was charged to {@code source}; services that use it receive that
 * cost by their shares, so that it is charged once, whatever their number. Cost that no use takes stays with its owner.
 *
 * @param source the consumer whose charges are the component's cost; null for a component with fixed prices only
 * @param unitPrice price per unit of quantity used and month, by effective days; null for none
 * @param fixedPrice price per use without a part and month, by effective days; null for none
 * @param costFactor factor on the component's allocated cost: 1.05 is cost plus 5 %; zero leaves the cost out
 */
public record ServiceComponent(
        String id,
        String name,
        @Nullable Consumer source,
        @Nullable Money unitPrice,
        @Nullable Money fixedPrice,
        BigDecimal costFactor,
        List<Part> parts,
        Validity validity) {
    public ServiceComponent {
        parts = List.copyOf(parts);
    }

    /**
     * A separately used piece of a component, such as CPU or memory of a cluster.
     *
     * <p>A part with neither price nor share stands for the whole component: its uses share the cost that no other part
     * stands for.
     *
     * @param unitPrice price per unit of quantity and month instead of the component's, by effective days; null for none
     * @param costShare share of the component's cost and unit price that this part stands for, 0 to 1, at most 1 over all
     *     parts; null for none
     */
    public record Part(
            String id,
            String name,
            @Nullable Money unitPrice,
            @Nullable BigDecimal costShare) {}
}
