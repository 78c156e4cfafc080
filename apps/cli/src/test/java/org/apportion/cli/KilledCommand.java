package org.apportion.cli;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StringReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Runs a command as a process of its own, as it is installed, and ends it at one of its named steps as a power cut would: a debugger
 * stops the process where it says that a step is done, and while it stands there it is killed.
 */
final class KilledCommand {
    /** Steps of a run or of the books. */
    private static final String RUN = "org.apportion.run.RunStep";

    /** Steps of a writer of the lake. */
    private static final String LAKE = "org.apportion.lake.LakeStep";

    private final Predicate<List<String>> deadly;
    private final List<String> passed = new ArrayList<>();
    private boolean killed;

    private KilledCommand(Predicate<List<String>> deadly) {
        this.deadly = deadly;
    }

    /**
     * What a process came to.
     *
     * @param passed the steps that it passed, such as {@code RunStep.COMMITTED}; if it was killed, the last is where
     * @param killed false if it came to its end
     */
    record Fate(List<String> passed, boolean killed) {
        boolean committed() {
            return passed.contains("RunStep.COMMITTED");
        }
    }

    /** Lets the command come to its end. */
    static Fate watched(Path log, List<String> command) throws Exception {
        return killedWhen(passed -> false, log, command);
    }

    /**
     * Kills the command when it is first at a step.
     *
     * @param log what the process said
     */
    static Fate killedAt(String step, Path log, List<String> command) throws Exception {
        return killedWhen(passed -> passed.get(passed.size() - 1).equals(step), log, command);
    }

    private static Fate killedWhen(Predicate<List<String>> deadly, Path log, List<String> command) throws Exception {
        KilledCommand killer = new KilledCommand(deadly);
        ListeningConnector connector = connector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        Objects.requireNonNull(arguments.get("localAddress")).setValue("127.0.0.1");
        Process process = process(connector.startListening(arguments), log, command);
        try {
            killer.watch(connector.accept(arguments), process);
        } finally {
            connector.stopListening(arguments);
            process.destroyForcibly().waitFor();
        }
        return new Fate(List.copyOf(killer.passed), killer.killed);
    }

    private static ListeningConnector connector() {
        return Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(one -> one.name().equals("com.sun.jdi.SocketListen"))
                .findFirst()
                .orElseThrow();
    }

    private static Process process(String address, Path log, List<String> command)
            throws IOException, IllegalConnectorArgumentsException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        all.addAll(command);
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private void watch(VirtualMachine machine, Process process) throws Exception {
        for (String steps : List.of(RUN, LAKE)) {
            ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
            request.addClassFilter(steps + "$Watch");
            request.enable();
        }
        machine.resume();
        try {
            while (!killed) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    met(event, machine);
                }
                if (!killed) {
                    events.resume();
                }
            }
            process.destroyForcibly().waitFor();
        } catch (VMDisconnectedException e) {
            process.waitFor();
        }
    }

    private void met(Event event, VirtualMachine machine) throws IncompatibleThreadStateException {
        if (event instanceof ClassPrepareEvent prepared) {
            stopAtNobody(prepared.referenceType(), machine);
        } else if (event instanceof BreakpointEvent stop) {
            passed.add(step(
                    (ObjectReference) stop.thread().frame(0).getArgumentValues().get(0)));
            killed = deadly.test(passed);
        }
    }

    /** Commands tell their steps to nobody, which is a lambda of the interface: there each of them passes. */
    private static void stopAtNobody(ReferenceType watch, VirtualMachine machine) {
        Method nobody = watch.methods().stream()
                .filter(method -> method.name().startsWith("lambda$"))
                .findFirst()
                .orElseThrow();
        machine.eventRequestManager().createBreakpointRequest(nobody.location()).enable();
    }

    private static String step(ObjectReference constant) {
        ReferenceType type = constant.referenceType();
        StringReference name = (StringReference) constant.getValue(type.allFields().stream()
                .filter(field -> field.name().equals("name"))
                .findFirst()
                .orElseThrow());
        return type.name().substring(type.name().lastIndexOf('.') + 1) + "." + name.value();
    }
}
