package io.weir.runtime.restore;

import io.weir.configuration.Configuration;
import io.weir.configuration.SavepointOptions;
import io.weir.configuration.StateBackendOptions;
import io.weir.configuration.StateBackendType;
import io.weir.connector.Source;
import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.checkpoint.EnumeratorState;
import io.weir.runtime.checkpoint.OperatorLabel;
import io.weir.runtime.checkpoint.StateMatch;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.KeptVersions;
import io.weir.runtime.restore.RestoreReport.OperatorReport;
import io.weir.runtime.restore.RestoreReport.StateReport;
import io.weir.util.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out whether a job can start from a checkpoint or savepoint, before it does. Each operator that had kept something
 * is opened alone, so that it asks for its state; see {@link io.weir.runtime.operators.Operator#openStates} for what that
 * leaves out. One thread owns it.
 */
public final class RestoreCheck {
    private static final RestoreReport.Opened NOT_OPENED = new RestoreReport.Opened(0, 0);

    private final CompletedCheckpoint checkpoint;
    private final JobGraph graph;
    private final ClassLoader program;
    private final Manner manner;
    private final StateMatch match;
    private final Map<String, JobVertex> vertices = new HashMap<>();
    private final Map<String, ChainSpec.Node> nodes = new HashMap<>();

    /**
     * How it is made.
     *
     * @param options the options of the cluster; those of the job go before them
     * @param readsValues whether values are read whose types do not tell if they can be, and all files with them; else it
     *     is as quick as if there were no values, and leaves them to the tasks
     * @param instances as how many of its instances an operator is opened at most, until it has asked for all it had kept
     * @param limit how long it may take to open an operator; zero for any time
     */
    public record Manner(Configuration options, boolean readsValues, int instances, Duration limit) {
        /** The first instance only, for whoever has a limit of his own. */
        public static Manner quick(Configuration options) {
            return new Manner(options, false, 1, Duration.ZERO);
        }

        /** With all values, for people who wait for the answer. */
        public static Manner thorough(Configuration options, int instances, Duration limit) {
            return new Manner(options, true, instances, limit);
        }

        Manner over(JobGraph graph) {
            Configuration all = new Configuration(options).addAll(graph.configuration());
            return new Manner(all, readsValues, instances, limit);
        }

        /** Whether state may be left behind that the job has no use for. */
        boolean mayLeaveState() {
            return options.get(SavepointOptions.IGNORE_UNCLAIMED_STATE);
        }

        /** Where its tasks keep state by key. */
        StateBackendType backend() {
            return options.get(StateBackendOptions.TYPE);
        }

        /** Whether its tasks can go on with files of RocksDB. */
        boolean takesFiles() {
            return backend() == StateBackendType.ROCKSDB;
        }
    }

    /**
     * Creates it.
     *
     * @param checkpoint what the job is to start from
     * @param graph the job
     * @param program the class loader of its program
     * @param manner how it is made
     */
    public RestoreCheck(CompletedCheckpoint checkpoint, JobGraph graph, ClassLoader program, Manner manner) {
        this.checkpoint = checkpoint;
        this.graph = graph;
        this.program = program;
        this.manner = manner.over(graph);
        this.match = StateMatch.of(checkpoint, graph);
    }

    /** Makes it on this thread. */
    public RestoreReport run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(program);
        try {
            for (JobVertex vertex : graph.vertices()) {
                ChainSpec chain = ObjectCodec.deserialize(vertex.chain(), program, ChainSpec.class);
                for (ChainSpec.Node node : chain.nodes()) {
                    vertices.put(node.uid(), vertex);
                    nodes.put(node.uid(), node);
                }
            }
            Map<String, OperatorReport> reports = new LinkedHashMap<>();
            for (OperatorState operator : checkpoint.metadata().operators()) {
                OperatorReport report = check(operator);
                if (!report.states().isEmpty() || !report.note().isEmpty()) {
                    reports.put(operator.id(), report);
                }
            }
            for (EnumeratorState enumerator : checkpoint.metadata().enumerators()) {
                reports.merge(enumerator.operatorId(), check(enumerator), RestoreCheck::join);
            }
            return new RestoreReport(manner.backend(), List.copyOf(reports.values()));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static OperatorReport join(OperatorReport one, OperatorReport other) {
        List<StateReport> states = new ArrayList<>(one.states());
        states.addAll(other.states());
        return new OperatorReport(one.label(), states, one.note(), one.opened());
    }

    /** The program may know a uid that earlier versions did not write. */
    private OperatorLabel labelOf(OperatorState operator) {
        JobVertex vertex = vertices.get(operator.id());
        if (operator.uid() != null || vertex == null) {
            return operator.label();
        }
        return vertex.operators().stream()
                .filter(each -> each.id().equals(operator.id()))
                .map(each -> new OperatorLabel(operator.id(), operator.name(), each.uid()))
                .findFirst()
                .orElseGet(operator::label);
    }

    private OperatorReport check(OperatorState operator) {
        List<StateReport> states = new ArrayList<>();
        long inFlight = operator.parts().stream()
                .map(Part::part)
                .filter(part -> part.isInFlight())
                .count();
        KeptParts kept;
        try {
            kept = KeptParts.of(operator);
        } catch (WeirException e) {
            states.add(new StateReport("", "", Outcome.REFUSED, List.of(e.getMessage())));
            return new OperatorReport(labelOf(operator), states, "", NOT_OPENED);
        }
        if (match.gone().containsKey(operator.id())) {
            kept.contents().forEach((name, written) -> states.add(gone(name.path(), written, operator.name())));
            return new OperatorReport(labelOf(operator), states, "", NOT_OPENED);
        }
        if (inFlight > 0) {
            states.add(new StateReport("records under way", inFlight + " parts", Outcome.UNKNOWN, List.of(UNDER_WAY)));
        }
        WeirException problem = match.problems().get(operator.id());
        if (problem != null) {
            kept.contents()
                    .forEach((name, written) -> states.add(
                            new StateReport(name.path(), written, Outcome.REFUSED, List.of(problem.getMessage()))));
            return new OperatorReport(labelOf(operator), states, "", NOT_OPENED);
        }
        if (kept.contents().isEmpty()) {
            return new OperatorReport(labelOf(operator), states, "", NOT_OPENED);
        }
        OperatorCheck check = new OperatorCheck(nodes.get(operator.id()), vertices.get(operator.id()), kept, manner);
        check.run(isFinished(operator));
        states.addAll(check.states());
        RestoreReport.Opened opened = new RestoreReport.Opened(
                check.opened(), vertices.get(operator.id()).parallelism());
        return new OperatorReport(labelOf(operator), states, check.note(), opened);
    }

    private static final String UNDER_WAY =
            "records under way do not describe their types: they can be read if the types"
                    + " of the streams are what they were; for a savepoint no records are under way";

    /** All instances had come to the end of their input, with all of their chains. */
    private boolean isFinished(OperatorState operator) {
        return vertices.get(operator.id()).operators().stream().allMatch(each -> {
            OperatorState state = match.operators().get(each.id());
            return state != null && state.finished().size() == state.parallelism();
        });
    }

    private StateReport gone(String state, String written, String operator) {
        String message = StateMatch.notRestored(List.of(operator), checkpoint.directory())
                .getMessage();
        return new StateReport(
                state,
                written,
                manner.mayLeaveState() ? Outcome.LEFT : Outcome.REFUSED,
                List.of(manner.mayLeaveState() ? "the program does not have the operator" : message));
    }

    private OperatorReport check(EnumeratorState enumerator) {
        String written = "version " + enumerator.version();
        StateReport report;
        if (match.gone().containsKey(enumerator.operatorId())) {
            report = gone("what is left to read", written, enumerator.name());
        } else {
            report = read(enumerator, written);
        }
        return new OperatorReport(checkpoint.metadata().labelOf(enumerator), List.of(report), "", NOT_OPENED);
    }

    private StateReport read(EnumeratorState enumerator, String written) {
        String name = "what is left to read";
        try {
            JobVertex vertex = vertices.get(enumerator.operatorId());
            Source<?, ?, ?> source = ObjectCodec.deserialize(vertex.source(), program, Source.class);
            KeptVersions.readEnumerator(source, enumerator.name(), enumerator.version(), enumerator.bytes());
            return new StateReport(name, written, Outcome.RESTORED, List.of());
        } catch (WeirException e) {
            return new StateReport(name, written, Outcome.REFUSED, List.of(e.getMessage()));
        }
    }
}
