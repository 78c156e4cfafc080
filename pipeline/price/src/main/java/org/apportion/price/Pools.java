package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apportion.model.CodePointOrder;
import org.apportion.model.price.ServiceComponent;
import org.apportion.price.Catalog.Supply;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a component's cost into pools, each shared by the uses of one part. A part with a cost share is a pool of that share;
 * what the parts leave is the pool of the uses without a part, and of those whose part has neither price nor share. Uses of a
 * part with only a unit price share no cost.
 */
final class Pools {
    private Pools() {}

    /**
     * @param label the component, or {@code component/part}
     * @param share of the component's cost, above zero
     * @param uses with a quantity above zero, in the order of the split; empty if nobody takes the cost
     */
    record Pool(ServiceComponent component, String label, BigDecimal share, List<Supply> uses) {
        Pool {
            uses = List.copyOf(uses);
        }
    }

    /** The pools of a component on a day; their shares add up to one. */
    static List<Pool> on(LocalDate day, ServiceComponent component, List<Supply> supplies) {
        List<Supply> active = supplies.stream()
                .filter(supply -> supply.use().component().equals(component.id()))
                .filter(supply -> supply.use().quantity().signum() > 0 && supply.holdsOn(day))
                .toList();
        List<Pool> pools = new ArrayList<>();
        BigDecimal left = BigDecimal.ONE;
        List<ServiceComponent.Part> parts = component.parts().stream()
                .sorted(Comparator.comparing(ServiceComponent.Part::id, CodePointOrder.INSTANCE))
                .toList();
        for (ServiceComponent.Part part : parts) {
            BigDecimal share = part.costShare();
            if (share != null && share.signum() > 0) {
                left = left.subtract(share);
                List<Supply> uses = active.stream()
                        .filter(supply -> part.id().equals(supply.use().part()))
                        .toList();
                pools.add(new Pool(component, component.id() + "/" + part.id(), share, uses));
            }
        }
        if (left.signum() > 0) {
            List<Supply> uses = active.stream()
                    .filter(supply -> takesTheRest(component, supply.use().part()))
                    .toList();
            pools.add(new Pool(component, component.id(), left, uses));
        }
        return pools;
    }

    /** The part of that id; null if the component has none. */
    static ServiceComponent.@Nullable Part part(ServiceComponent component, @Nullable String id) {
        for (ServiceComponent.Part part : component.parts()) {
            if (part.id().equals(id)) {
                return part;
            }
        }
        return null;
    }

    private static boolean takesTheRest(ServiceComponent component, @Nullable String id) {
        if (id == null) {
            return true;
        }
        ServiceComponent.Part part = part(component, id);
        return part != null && part.unitPrice() == null && part.costShare() == null;
    }
}
