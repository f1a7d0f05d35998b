package io.weir.runtime.restore;

import io.weir.configuration.SavepointOptions;
import io.weir.runtime.checkpoint.CheckpointMetadata.Part;
import io.weir.runtime.jobgraph.JobVertex;
import io.weir.runtime.operators.ChainSpec;
import io.weir.runtime.operators.SinkOperator;
import io.weir.runtime.restore.RestoreReport.StateReport;
import io.weir.runtime.state.OperatorImage;
import io.weir.runtime.state.StateName;
import io.weir.runtime.task.LoneOperator;
import io.weir.runtime.task.RestoreTrial;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds out what becomes of the states of one operator. It is opened once as one instance that starts from what all had
 * kept; as other instances, if that one does not ask for all of it; and once more for each part with values of which the
 * types do not tell whether they can be read. One thread owns it.
 */
final class OperatorCheck {
    private static final String IN_FILES =
            "its values are in files of RocksDB, which are not read here, and only they show"
                    + " what was written; a savepoint can be verified";

    private static final String LATER =
            "the program did not ask for it when it was opened; compared is what a descriptor in its fields asks for";

    /** Whoever knows better than the field must not be kept from starting. */
    private static final String REFUSED_LATER =
            "The program did not ask for it when it was opened, but has a descriptor"
                    + " for it in a field: if it never uses that, start with " + SavepointOptions.CHECK_FIRST.key()
                    + "=false.";

    private final ChainSpec.Node node;
    private final JobVertex vertex;
    private final KeptParts kept;
    private final RestoreCheck.Manner manner;
    private final RestoreTrial trial;
    private boolean opens;
    private boolean late;
    private int opened;
    private WeirException damage;

    OperatorCheck(ChainSpec.Node node, JobVertex vertex, KeptParts kept, RestoreCheck.Manner manner) {
        this.node = node;
        this.vertex = vertex;
        this.kept = kept;
        this.manner = manner;
        this.trial = new RestoreTrial(FieldDescriptors.in(node.spec()));
    }

    /**
     * Runs it.
     *
     * @param finished whether the operator had come to the end of its input
     */
    void run(boolean finished) {
        opens = !finished || node.spec() instanceof SinkOperator.Spec<?>; // sinks commit what they still had
        openInstances();
        if (late || !manner.readsValues()) {
            return;
        }
        try {
            for (Part part : kept.parts()) {
                OperatorImage image = kept.read(part);
                if (image.hasKeyedValues()) {
                    open(kept.operator().parallelism(), part.instance(), image);
                }
            }
        } catch (WeirException e) {
            damage = e;
        }
    }

    /** Functions that do different things in their instances most often do so in the first one, or in the last one. */
    private void openInstances() {
        int last = vertex.parallelism() - 1;
        int most = Math.min(vertex.parallelism(), manner.instances());
        for (; opened < most && !late && (opened == 0 || !knowsAll()); opened++) {
            int instance = opened == 0 ? 0 : last - opened + 1;
            late = !BoundedWait.run(manner.limit(), () -> open(vertex.parallelism(), instance, kept.all()));
        }
    }

    private boolean knowsAll() {
        return !opens || kept.contents().keySet().stream().allMatch(trial::knows);
    }

    private void open(int parallelism, int instance, OperatorImage image) {
        trial.open(
                node.spec(),
                new LoneOperator.Place(node.name(), parallelism, vertex.maxParallelism(), instance, image),
                new RestoreTrial.Manner(opens, manner.mayLeaveState(), manner.takesFiles()));
    }

    /** Returns what becomes of the states. */
    List<StateReport> states() {
        List<StateReport> states = new ArrayList<>();
        if (late) {
            kept.contents()
                    .forEach((name, written) ->
                            states.add(new StateReport(name.path(), written, Outcome.UNKNOWN, List.of(isLate()))));
            return states;
        }
        kept.contents().forEach((name, written) -> states.add(report(name, written)));
        if (damage != null) {
            states.add(new StateReport("", "", Outcome.REFUSED, List.of(damage.getMessage())));
        }
        if (isRefusedAsAWhole()) {
            states.add(new StateReport(
                    "", "", Outcome.REFUSED, List.of(trial.failure().getMessage())));
        }
        return states;
    }

    private String isLate() {
        return "the operator was not open after " + manner.limit().toSeconds() + " s: its functions wait for something";
    }

    /** What sources and sinks keep in formats of their own is read by their own serializers. */
    private boolean isRefusedAsAWhole() {
        return trial.failure() instanceof WeirException known && known.code() == ErrorCode.STATE_INCOMPATIBLE;
    }

    private StateReport report(StateName name, String written) {
        WeirException refused = trial.refused().get(name);
        if (refused == null && name.keyed()) {
            refused = trial.refused().get(StateName.ALL_KEYED);
        }
        Set<String> changes = trial.restored().get(name);
        if (refused != null) {
            List<String> details = trial.later().contains(name)
                    ? List.of(refused.getMessage(), REFUSED_LATER)
                    : List.of(refused.getMessage());
            return new StateReport(name.path(), written, Outcome.REFUSED, details);
        }
        if (changes != null) {
            if (kept.all().hasFiles() && kept.all().doubtful().contains(name)) {
                return new StateReport(name.path(), written, Outcome.UNKNOWN, List.of(IN_FILES));
            }
            Outcome outcome = changes.isEmpty() ? Outcome.RESTORED : Outcome.CONVERTED;
            List<String> details = new ArrayList<>(changes);
            if (trial.later().contains(name)) {
                details.add(LATER);
            }
            return new StateReport(name.path(), written, outcome, details);
        }
        return notAskedFor(name, written);
    }

    private StateReport notAskedFor(StateName name, String written) {
        Outcome outcome = Outcome.UNKNOWN;
        String why;
        if (trial.failure() != null) {
            why = "the operator failed before it asked for it: " + trial.failure();
        } else if (name.keyed() && !trial.isKeyed()) {
            outcome = Outcome.LEFT;
            why = "the operator has no keys any more";
        } else if (!opens) {
            outcome = Outcome.KEPT;
            why = "the operator had come to the end of its input";
        } else if (name.isOfStore()) {
            why =
                    "not known before the first record: the program asks for it, if at all, when windows fire or get records";
        } else {
            outcome = Outcome.LATER;
            why = "the operator did not ask for it when it was opened" + places()
                    + ", and has no descriptor for it in a field: it stays in"
                    + " checkpoints, and if the program asks for it with a record, it is compared then";
        }
        return new StateReport(name.path(), written, outcome, List.of(why));
    }

    private String places() {
        return opened == vertex.parallelism()
                ? ""
                : ", as " + opened + " of its " + vertex.parallelism() + " instances";
    }

    /** Returns as how many of its instances it was opened. */
    int opened() {
        return opened;
    }

    /** Returns what else the program did; empty if nothing. */
    String note() {
        if (late) {
            return isLate();
        }
        return trial.failure() == null || isRefusedAsAWhole() ? "" : "it could not be opened here: " + trial.failure();
    }
}
