package io.weir.runtime.resourcemanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.execution.JobId;
import io.weir.runtime.protocol.AllocationId;
import io.weir.runtime.protocol.SlotReport;
import io.weir.runtime.protocol.SlotRequirement;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskManagerLocation;
import io.weir.runtime.protocol.TaskManagerRegistration;
import io.weir.runtime.rpc.FencingToken;
import io.weir.runtime.rpc.RpcAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotManagerTest {
    private record Given(TaskManagerId taskManager, AllocationId allocation, JobId job) {}

    private final List<Given> given = new ArrayList<>();
    private int missing;
    private int ids;
    private Instant now = Instant.EPOCH;
    private final SlotManager slots = new SlotManager(
            new SlotManager.Actions() {
                @Override
                public void allocate(
                        TaskManagerRegistration worker, AllocationId allocation, SlotRequirement requirement) {
                    given.add(new Given(worker.location().id(), allocation, requirement.job()));
                }

                @Override
                public void workersMissing(int count) {
                    missing = count;
                }
            },
            () -> new AllocationId("slot-" + ids++),
            2);

    private static TaskManagerId id(String name) {
        return new TaskManagerId(name);
    }

    private void register(String name, int count, SlotReport.Allocation... used) {
        RpcAddress address = new RpcAddress("host", 1, name);
        slots.register(
                new TaskManagerRegistration(
                        new TaskManagerLocation(id(name), "host", 2),
                        address,
                        new SlotReport(id(name), used.length, count, List.of(used)),
                        1 << 30),
                now);
    }

    private SlotRequirement require(int count) {
        return require(count, count);
    }

    private SlotRequirement require(int count, int least) {
        SlotRequirement requirement = new SlotRequirement(
                JobId.random(), count, least, new RpcAddress("host", 1, "jobmanager"), FencingToken.random());
        slots.require(requirement);
        return requirement;
    }

    private void report(String name, long version, int count, Given... used) {
        slots.report(
                new SlotReport(
                        id(name),
                        version,
                        count,
                        Arrays.stream(used)
                                .map(slot -> new SlotReport.Allocation(slot.allocation(), slot.job()))
                                .toList()),
                now);
    }

    private int free() {
        return slots.describe().stream().mapToInt(info -> info.freeSlots()).sum();
    }

    @Test
    void slotsAreTakenFromTheTaskManagerThatIsUsedLeast() {
        register("a", 4);
        register("b", 4);
        require(4);
        assertThat(given).extracting(Given::taskManager).containsExactly(id("a"), id("b"), id("a"), id("b"));
        assertThat(free()).isEqualTo(4);
        assertThat(missing).isZero();
    }

    @Test
    void aJobGetsAllItsSlotsOrNone() {
        register("a", 2);
        SlotRequirement large = require(5);
        assertThat(given).isEmpty();
        assertThat(missing).isEqualTo(2);
        SlotRequirement small = require(2);
        assertThat(given).extracting(Given::job).containsExactly(small.job(), small.job());
        assertThat(missing).isEqualTo(3);
        assertThat(slots.waiting()).containsExactly(large);
        register("b", 6);
        assertThat(given).hasSize(7);
        assertThat(slots.waiting()).isEmpty();
        assertThat(missing).isZero();
    }

    @Test
    void aJobThatCanDoWithFewerGetsWhatThereIs() {
        require(5, 3);
        register("a", 2);
        assertThat(given).isEmpty();
        register("b", 2);
        assertThat(given).hasSize(4);
        assertThat(missing).isEqualTo(1);
        register("c", 2);
        assertThat(given).hasSize(5);
        assertThat(missing).isZero();
    }

    @Test
    void declaringTheSameAgainChangesNothing() {
        register("a", 4);
        SlotRequirement requirement = require(2);
        slots.require(requirement);
        assertThat(given).hasSize(2);
    }

    @Test
    void slotsOfAnEndedJobGoToTheNextAsSoonAsTheyAreReportedFree() {
        register("a", 1);
        SlotRequirement first = require(1);
        SlotRequirement second = require(1);
        slots.confirm(id("a"), given.get(0).allocation(), 1);
        slots.forget(first.job());
        assertThat(given).hasSize(1);
        report("a", 2, 1);
        assertThat(given).extracting(Given::job).containsExactly(first.job(), second.job());
    }

    @Test
    void aReportThatWasOvertakenFreesNothing() {
        register("a", 2);
        require(1);
        report("a", 0, 2);
        assertThat(free()).as("before the answer").isEqualTo(1);
        slots.confirm(id("a"), given.get(0).allocation(), 1);
        report("a", 0, 2);
        assertThat(free()).as("after the answer").isEqualTo(1);
        report("a", 1, 2, given.get(0));
        assertThat(free()).isEqualTo(1);
    }

    @Test
    void aLateAnswerDoesNotBringASlotBack() {
        register("a", 2);
        SlotRequirement requirement = require(1);
        slots.forget(requirement.job());
        report("a", 2, 2);
        slots.confirm(id("a"), given.get(0).allocation(), 1);
        assertThat(free()).isEqualTo(2);
    }

    @Test
    void aRefusedSlotIsAskedForAgain() {
        register("a", 1);
        require(1);
        slots.refuse(id("a"), given.get(0).allocation());
        report("a", 3, 1);
        assertThat(given).hasSize(2);
    }

    @Test
    void losingATaskManagerNamesTheJobsAndAsksForOthers() {
        register("a", 2);
        SlotRequirement requirement = require(2);
        assertThat(slots.remove(id("a"))).containsExactly(requirement);
        assertThat(slots.remove(id("a"))).isEmpty();
        slots.assign();
        assertThat(missing).isEqualTo(1);
        assertThat(slots.report(new SlotReport(id("a"), 9, 2, List.of()), now)).isFalse();
    }

    @Test
    void aTaskManagerThatRegistersAgainKeepsItsJobs() {
        register("a", 2);
        SlotRequirement requirement = require(1);
        register("a", 2, new SlotReport.Allocation(given.get(0).allocation(), requirement.job()));
        assertThat(given).hasSize(1);
        assertThat(free()).isEqualTo(1);
    }

    @Test
    void aTaskManagerIsIdleSinceItsLastSlotWasFreed() {
        register("a", 1);
        Duration time = Duration.ofSeconds(30);
        SlotRequirement requirement = require(1);
        now = now.plus(time);
        slots.confirm(id("a"), given.get(0).allocation(), 1);
        assertThat(slots.idle(now, time)).isEmpty();
        slots.forget(requirement.job());
        report("a", 2, 1);
        assertThat(slots.idle(now.plus(time).minusMillis(1), time)).isEmpty();
        assertThat(slots.idle(now.plus(time), time)).containsExactly(id("a"));
    }
}
