package io.weir.runtime.task;

import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.iteration.LoopHead;
import io.weir.runtime.iteration.SuperstepDecision;
import io.weir.runtime.iteration.SuperstepReport;
import io.weir.runtime.operators.Output;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;

/**
 * A task that an iteration begins with. It reads its input, gives it to the first superstep, waits for the reports of all
 * tasks, and decides with all other heads: it gives what was made to the next superstep, or to those who take the
 * result. The task's thread owns it.
 */
final class LoopHeadTask extends LoopTask {
    private Phase phase = Phase.READING;

    /** What all have reported, when it has come while the head waits for it; else null. */
    private List<byte[]> reports;

    private enum Phase {
        READING,
        EMITTING,
        WAITING,
        GIVING_RESULT,
        FINISHED
    }

    LoopHeadTask(Parts parts) {
        super(parts);
    }

    @Override
    Output<Object> head(int input) {
        return chain().headOfInput(input);
    }

    private LoopHead operator() {
        return (LoopHead) chain().first();
    }

    @Override
    public boolean step() throws Exception {
        switch (phase) {
            case READING -> {
                if (!reader().isFinished()) {
                    return reader().step();
                }
                next(LoopHead.Step.FIRST, 1, serialized(new HashMap<>()));
            }
            case EMITTING -> {
                if (operator().emit(context().outputRoom())) {
                    phase = Phase.WAITING;
                    end();
                }
            }
            case WAITING -> {
                if (reports == null) {
                    return false;
                }
                decide();
            }
            case GIVING_RESULT -> {
                if (operator().emit(context().outputRoom())) {
                    phase = Phase.FINISHED;
                }
            }
            case FINISHED -> {
                return false;
            }
        }
        return true;
    }

    private void next(LoopHead.Step step, int superstep, byte[] aggregates) throws Exception {
        operator().begin(step);
        begin(superstep, aggregates);
        phase = Phase.EMITTING;
    }

    private void decide() throws Exception {
        ClassLoader program = context().environment().userClassLoader();
        List<SuperstepReport> all = reports.stream()
                .map(report -> ObjectCodec.deserialize(report, program, SuperstepReport.class))
                .toList();
        reports = null;
        SuperstepDecision decision = SuperstepDecision.of(spec, place.superstep(), all);
        byte[] aggregates = serialized(new HashMap<>(decision.aggregates())); // before the aggregators begin anew
        if (decision.last()) {
            operator().begin(LoopHead.Step.RESULT);
            phase = Phase.GIVING_RESULT;
        } else {
            next(LoopHead.Step.NEXT, place.superstep() + 1, aggregates);
        }
    }

    private static byte[] serialized(HashMap<String, Serializable> aggregates) {
        return ObjectCodec.serialize(aggregates);
    }

    @Override
    void superstepEnded(int superstep, List<byte[]> all) {
        if (phase == Phase.WAITING && superstep == place.superstep()) {
            reports = all; // else it has heard that already, from a JobManager that is lost
        }
    }

    @Override
    public boolean hasWork() {
        return switch (phase) {
            case READING -> reader().isFinished() || reader().hasWork();
            case WAITING -> reports != null;
            case EMITTING, GIVING_RESULT -> true;
            case FINISHED -> false;
        };
    }

    @Override
    public boolean isFinished() {
        return phase == Phase.FINISHED;
    }
}
