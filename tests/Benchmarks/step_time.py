#!/usr/bin/python3
"""Training step time of the small captioner, TorchSharp (system or nuget stack) against Debian's python3-torch.

usage: tests/Benchmarks/step_time.py [--threads N] [--steps N] [--rounds N] [--stack system|nuget]
Same sizes, batch, loss, clipping and optimiser on both sides; rounds alternate so that both see the same load.
Prints the median of each round and the ratio of the medians; exit code 1 above 1.15.
"""
import argparse, json, math, os, statistics, subprocess, sys, time
from pathlib import Path

PICTURES, CAPTIONS, WORDS, REGIONS, FEATURES, VOCABULARY = 20, 5, 11, 60, 320, 3000
WIDTH, LAYERS, HEADS, HIDDEN, POSITIONS, DROPOUT, WARM_UP = 128, 3, 4, 512, 32, 0.1, 3


def child(steps, threads):
    import torch
    import torch.nn as nn
    import torch.nn.functional as F
    torch.set_num_threads(threads)
    torch.manual_seed(1)

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
            self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
            self.expand, self.contract = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)
            self.drop, self.drop_attention = nn.Dropout(DROPOUT), nn.Dropout(DROPOUT)

        def forward(self, x, mask):
            b, n, d = x.shape
            q, k, v = self.qkv(self.norm1(x)).view(b, n, 3, HEADS, d // HEADS).permute(2, 0, 3, 1, 4)
            attention = ((q * (1 / math.sqrt(d // HEADS))).matmul(k.transpose(2, 3)) + mask).softmax(3)
            mixed = self.drop_attention(attention).matmul(v).transpose(1, 2).reshape(b, n, d)
            x = x + self.drop(self.out(mixed))
            return x + self.drop(self.contract(F.gelu(self.expand(self.norm2(x)))))

    class Captioner(nn.Module):
        def __init__(self):
            super().__init__()
            self.project, self.region_norm = nn.Linear(FEATURES + 6, WIDTH), nn.LayerNorm(WIDTH)
            self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
            self.word_norm, self.norm, self.drop = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH), nn.Dropout(DROPOUT)
            self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
            self.bias = nn.Parameter(torch.zeros(VOCABULARY))
            nn.init.normal_(self.words.weight, 0, 0.02)
            nn.init.normal_(self.positions.weight, 0, 0.02)

        def forward(self, regions, boxes, words, positions, mask):
            sides = boxes.narrow(2, 2, 2) - boxes.narrow(2, 0, 2)
            standard = F.layer_norm(regions, [FEATURES])
            prefix = self.drop(self.region_norm(self.project(torch.cat([standard, boxes, sides], 2))))
            text = self.drop(self.word_norm(self.words(words) + self.positions(positions)))
            x = torch.cat([prefix, text], 1)
            for block in self.blocks:
                x = block(x, mask)
            return F.linear(self.norm(x.narrow(1, REGIONS, words.shape[1])), self.words.weight, self.bias)

    length = CAPTIONS * (WORDS + 1)
    targets = torch.randint(3, VOCABULARY, (PICTURES, length))
    words = targets.roll(1, 1)
    positions = torch.arange(length).remainder(WORDS + 1).expand(PICTURES, length).contiguous()
    caption = torch.arange(length) // (WORDS + 1)
    sees = (caption[:, None] == caption[None]).tril()
    mask = torch.full((REGIONS + length, REGIONS + length), -1e9)
    mask[:, :REGIONS] = 0
    mask[REGIONS:, REGIONS:][sees] = 0
    mask = mask.expand(PICTURES, 1, -1, -1).contiguous()
    batch = (torch.randn(PICTURES, REGIONS, FEATURES), torch.rand(PICTURES, REGIONS, 4), words, positions, mask)
    model = Captioner()
    optimizer = torch.optim.AdamW(model.parameters(), 1e-3, weight_decay=0.01)
    wall, cpu = [], []
    for step in range(WARM_UP + steps):
        began, cpu_began = time.perf_counter(), time.process_time()
        optimizer.zero_grad()
        logits = model(*batch)
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=0, label_smoothing=0.1)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimizer.step()
        last = loss.item()
        if step >= WARM_UP:
            wall.append((time.perf_counter() - began) * 1e3)
            cpu.append((time.process_time() - cpu_began) * 1e3)
    print(json.dumps({"wallMs": statistics.median(wall), "cpuMs": statistics.median(cpu), "loss": last}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stack", default="system")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.steps, options.threads)

    root = Path(__file__).resolve().parents[2]
    project = root / "tests/Benchmarks/StepTime/StepTime.csproj"
    subprocess.run(["dotnet", "build", str(project), f"-p:Stack={options.stack}", "-c", "Release", "-v", "q", "--nologo"], check=True, stdout=subprocess.DEVNULL)
    program = root / f"artifacts/{options.stack}/bin/StepTime/release/StepTime.dll"
    # torch.set_num_threads does not reach OpenBLAS in Debian's build; the environment does, for both sides alike.
    environment = dict(os.environ, OPENBLAS_NUM_THREADS=str(options.threads), OMP_NUM_THREADS=str(options.threads))
    sides = {
        "python3-torch": ["/usr/bin/python3", __file__, "--child", "--steps", str(options.steps), "--threads", str(options.threads)],
        "TorchSharp": ["dotnet", str(program), str(options.steps), str(options.threads)],
    }
    results = {name: [] for name in sides}
    for number in range(options.rounds):
        for name, command in sides.items():
            run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
            results[name].append(json.loads(run.stdout))
            print(f"round {number + 1} {name:14} {run.stdout.strip()}", flush=True)
    ratios = {}
    for key in ("wallMs", "cpuMs"):
        medians = {name: statistics.median(run[key] for run in runs) for name, runs in results.items()}
        ratios[key] = medians["TorchSharp"] / medians["python3-torch"]
        print(f"{key}: TorchSharp {medians['TorchSharp']:.1f}, python3-torch {medians['python3-torch']:.1f}, ratio {ratios[key]:.3f}")
    return 0 if ratios["wallMs"] <= 1.15 else 1


if __name__ == "__main__":
    sys.exit(main())
