#!/usr/bin/env python3
"""One step of ENAS' shared weights in plain PyTorch, the reference for shared_step_bench: the same layers, written as one usually
writes them; only the sampled operations run. Prints CPU seconds (median over random children) per step and per score.
Usage: shared_step.py [--space micro|macro] [--channels-last] [--steps N] [--profile]
micro: 5 nodes, 6 + 2 cells, 20 filters, batch 160, 5,373,140 parameters. macro: 12 layers, 36 filters, batch 128. One thread."""
import argparse
import random
import statistics
import time

import torch
from torch import nn


def norm(channels):
    return nn.BatchNorm2d(channels, track_running_stats=False)


def relu_conv_bn(inputs, outputs):
    return nn.Sequential(nn.ReLU(), nn.Conv2d(inputs, outputs, 1, bias=False), norm(outputs))


class FactorizedReduction(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.even = nn.Conv2d(inputs, outputs // 2, 1, 2, bias=False)
        self.odd = nn.Conv2d(inputs, outputs - outputs // 2, 1, 2, bias=False)
        self.norm = norm(outputs)

    def forward(self, x):
        shifted = nn.functional.pad(x, (0, 1, 0, 1))[:, :, 1:, 1:]
        return self.norm(torch.cat([self.even(x), self.odd(shifted)], 1))


def separable(channels, kernel):
    return [nn.Conv2d(channels, channels, kernel, padding=kernel // 2, groups=channels, bias=False), nn.Conv2d(channels, channels, 1, bias=False)]


def pool(kind):
    return nn.MaxPool2d(3, 1, 1) if kind == "max" else nn.AvgPool2d(3, 1, 1, count_include_pad=False)


class Cell(nn.Module):
    def __init__(self, before, last, filters, shrunk, reduction, nodes=5):
        super().__init__()
        self.reduce = FactorizedReduction(last, filters) if reduction else None
        if reduction:
            before, last, shrunk = last, filters, True
        self.fit0 = nn.Sequential(nn.ReLU(), FactorizedReduction(before, filters)) if shrunk else relu_conv_bn(before, filters) if before != filters else None
        self.fit1 = relu_conv_bn(last, filters) if last != filters else None

        def twice(kernel):
            return nn.Sequential(nn.ReLU(), *separable(filters, kernel), norm(filters), nn.ReLU(), *separable(filters, kernel), norm(filters))

        self.operations = nn.ModuleList(nn.ModuleList(nn.ModuleList(nn.ModuleList([twice(3), twice(5), pool("avg"), pool("max"), nn.Identity()])
                                                                    for _ in range(2 + n)) for _ in range(2)) for n in range(nodes))
        self.rows = nn.ParameterList(nn.Parameter(torch.randn(filters, filters, 1, 1) * (2 / filters) ** 0.5) for _ in range(nodes + 2))
        self.norm = norm(filters)

    def forward(self, before, last, child):
        if self.reduce is not None:
            before, last = last, self.reduce(last)
        things = [self.fit0(before) if self.fit0 is not None else before, self.fit1(last) if self.fit1 is not None else last]
        loose = set(range(len(child) + 2))
        for slots, node in zip(self.operations, child):
            things.append(sum(slots[s][source][op](things[source]) for s, (source, op) in enumerate(node)))
            loose -= {source for source, _ in node}
        ends = sorted(loose)
        mapped = nn.functional.conv2d(torch.relu(torch.cat([things[i] for i in ends], 1)), torch.cat([self.rows[i] for i in ends], 1))
        return last, self.norm(mapped)


class Micro(nn.Module):
    def __init__(self, repeats=2, filters=20, classes=10):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 3 * filters, 3, padding=1, bias=False), norm(3 * filters))
        self.cells = nn.ModuleList()
        before = last = 3 * filters
        for i in range(3 * repeats + 2):
            reduction = i in (repeats, 2 * repeats + 1)
            filters *= 2 if reduction else 1
            self.cells.append(Cell(before, last, filters, False, reduction))
            before, last = filters if reduction else last, filters
        self.classifier = nn.Linear(last, classes, bias=False)

    def sample(self):
        return [[[(random.randrange(2 + n), random.randrange(5)) for _ in range(2)] for n in range(5)] for _ in range(2)]

    def forward(self, x, child):
        before = last = self.stem(x)
        for cell in self.cells:
            before, last = cell(before, last, child[cell.reduce is not None])
        return self.classifier(torch.relu(last).mean((2, 3)))


class Macro(nn.Module):
    def __init__(self, layers=12, filters=36, classes=10):
        super().__init__()
        self.count = layers
        self.stem = nn.Sequential(nn.Conv2d(3, filters, 3, padding=1, bias=False), norm(filters))

        def operation(kind):
            if kind in ("avg", "max"):
                tail = [pool(kind)]
            elif kind > 0:
                tail = [nn.Conv2d(filters, filters, kind, padding=kind // 2, bias=False), norm(filters), nn.ReLU()]
            else:
                tail = [*separable(filters, -kind), norm(filters), nn.ReLU()]
            return nn.Sequential(nn.Conv2d(filters, filters, 1, bias=False), norm(filters), nn.ReLU(), *tail)

        self.operations = nn.ModuleList(nn.ModuleList(operation(kind) for kind in (3, -3, 5, -5, "avg", "max")) for _ in range(layers))
        self.norms = nn.ModuleList(norm(filters) for _ in range(layers))
        self.halvings = nn.ModuleList(nn.ModuleList(FactorizedReduction(filters, filters) for _ in range(after + 1)) for after in (layers // 3, 2 * layers // 3))
        self.classifier = nn.Linear(filters, classes, bias=False)

    def sample(self):
        return [(random.randrange(6), [random.random() < 0.5 for _ in range(i)]) for i in range(self.count)]

    def forward(self, x, child):
        stored = [self.stem(x)]
        for i, (op, skips) in enumerate(child):
            if i in (self.count // 3, 2 * self.count // 3):
                stored = [reduce(s) for reduce, s in zip(self.halvings[i * 3 // self.count - 1], stored)]
            total = self.operations[i][op](stored[-1])
            for source, on in zip(stored, skips):
                total = total + source if on else total
            stored.append(self.norms[i](total) if i else total)
        return self.classifier(stored[-1].mean((2, 3)))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--space", default="micro", choices=("micro", "macro"))
    arguments.add_argument("--channels-last", action="store_true")
    arguments.add_argument("--steps", type=int, default=6)
    arguments.add_argument("--profile", action="store_true")
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    random.seed(1)
    network = Micro() if options.space == "micro" else Macro()
    batch = 160 if options.space == "micro" else 128
    count = sum(p.numel() for p in network.parameters())
    assert count == {"micro": 5373140, "macro": 697860 + 72}[options.space], count
    images = torch.rand(batch, 3, 32, 32)
    if options.channels_last:
        network, images = network.to(memory_format=torch.channels_last), images.contiguous(memory_format=torch.channels_last)
    labels = torch.arange(batch) % 10
    optimizer = torch.optim.SGD(network.parameters(), 0.01, momentum=0.9, weight_decay=2e-4, nesterov=True)
    steps, scores = [], []

    def step():
        start = time.process_time()
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(images, network.sample()), labels).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()
        steps.append(time.process_time() - start)
        start = time.process_time()
        with torch.no_grad():
            network(images, network.sample())
        scores.append(time.process_time() - start)

    step()
    if options.profile:
        with torch.profiler.profile(record_shapes=True) as profile:
            for _ in range(options.steps):
                step()
        print(profile.key_averages(group_by_input_shape=False).table(sort_by="self_cpu_time_total", row_limit=25))
        return
    for _ in range(options.steps):
        step()
    print(f"step {statistics.median(steps[1:]):.3f}  score {statistics.median(scores[1:]):.3f}")


if __name__ == "__main__":
    main()
