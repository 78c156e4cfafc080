package org.apportion.config.section;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.Validity;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.Price;
import org.apportion.model.price.ResaleOrder;

/** Reads which units re-sell components, and refuses a component that contains itself. */
record ResalesReader(Problems problems, ServicesReader objects) {

    /**
     * @param idOf the unique name of a price
     * @param unitOf the unit that a key names
     */
    List<Price.Resale> read(
            Fields section,
            List<InternalService> services,
            Function<Fields, Optional<String>> idOf,
            BiFunction<Fields, String, Optional<String>> unitOf) {
        List<Price.Resale> resales = new ArrayList<>();
        Map<String, Place> places = new HashMap<>();
        Names components = new Names("A resale of the component", problems);
        for (Fields written : section.items("resales")) {
            Validity validity = written.validity();
            Optional<ScalarNode> component = written.scalar("component");
            objects.requireComponent(component);
            List<ScalarNode> contained = written.scalars("services");
            contained.forEach(service -> objects.requireService(service));
            Optional<String> provider = unitOf.apply(written, "provider");
            Optional<String> id = idOf.apply(written);
            if (component.isPresent()
                    && components.add(component.get(), validity)
                    && provider.isPresent()
                    && id.isPresent()) {
                places.putIfAbsent(component.get().text(), written.place());
                resales.add(new Price.Resale(
                        id.get(),
                        component.get().text(),
                        provider.get(),
                        contained.stream().map(ScalarNode::text).toList(),
                        validity));
            }
        }
        new ResaleOrder(resales, services)
                .cycle()
                .ifPresent(way -> problems.add(
                        ConfigError.CONFIG_CONFLICT,
                        Optional.ofNullable(places.get(way.get(0))).orElse(section.place()),
                        "The component '" + way.get(0) + "' contains itself: " + String.join(" → ", way) + ".",
                        "Take a service out of the services of one of these resales."));
        return resales;
    }
}
