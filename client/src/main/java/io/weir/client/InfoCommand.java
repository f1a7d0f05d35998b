package io.weir.client;

import io.weir.configuration.Configuration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir info}: prints a program's plan without running it. */
@Command(
        name = "info",
        header = "Prints the plan of a program as JSON, without running it.",
        description = "Runs the program's main method up to its first execute().",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir info examples/WordCount.jar",
            "  weir info -p 4 -c com.example.MyJob my-job.jar --input hdfs:///books"
        })
final class InfoCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;

    @Mixin
    private TargetOptions target;

    @Mixin
    private ProgramOptions program;

    InfoCommand(Console console) {
        this.console = console;
    }

    @Override
    public boolean verbose() {
        return target.verbose();
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = program.over(target.over(ClientConfiguration.load(console)));
        ClientConfiguration.openFileSystems(configuration);
        ProgramJar jar = program.open();
        PlanCapture capture = new PlanCapture(configuration);
        return capture.use(jar, new PlanCapture.Caller(console, program.arguments(), verbose()), loaded -> {
            console.out().println(Json.pretty(capture.explain(capture.plan())));
            return ExitCode.DONE;
        });
    }
}
