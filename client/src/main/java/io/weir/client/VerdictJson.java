package io.weir.client;

import io.weir.client.verify.Kill;
import io.weir.client.verify.RunReport;
import io.weir.client.verify.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code weir verify --json} prints: names that scripts may rely on. No state. */
final class VerdictJson {
    private VerdictJson() {}

    static Map<String, Object> of(Verdict verdict) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("equal", verdict.isEqual());
        values.put("deterministic", verdict.deterministic());
        values.put("seed", verdict.seed());
        values.put("undisturbed", of(verdict.undisturbed()));
        values.put(
                "disturbed", verdict.disturbed().stream().map(VerdictJson::of).toList());
        values.put("kills", verdict.kills().stream().map(VerdictJson::of).toList());
        return values;
    }

    private static Map<String, Object> of(RunReport run) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("millis", run.millis());
        values.put("records", run.records());
        values.put("files", run.files());
        values.put("hiddenFiles", run.hiddenFiles());
        values.put("checkpoints", run.checkpoints());
        values.put("restarts", run.restarts());
        values.put("kills", run.kills());
        values.put("missing", run.difference().missing());
        values.put("surplus", run.difference().surplus());
        values.put("missingExamples", run.difference().missingExamples());
        values.put("surplusExamples", run.difference().surplusExamples());
        return values;
    }

    private static Map<String, Object> of(Kill kill) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("run", kill.round());
        values.put("millis", kill.millis());
        values.put("process", kill.process());
        return values;
    }
}
