"""The words that tell what a level is of: of the tumour, of its treatment, of a sign, or of something else."""

from __future__ import annotations

from enum import Enum

from ..text.vocabulary import Kinds, terms


class Role(Enum):
    """What a level is of; TREATED is one of the tumour where no other is told, SIGN only if its sentence names one."""

    TUMOUR = "tumour"
    TREATED = "treated"
    SIGN = "sign"
    OTHER = "other"


CUES: Kinds = {
    "level role": {
        "tumour": terms(
            """
            tumor, tumour, mass, lesion, metastasis, metastatic, deposit, neoplasm, destruction, destroyed,
            destructive, lytic, osteolysis, osteolytic, collapse, collapsed, fracture, involvement, involved,
            infiltration, compression, recurrence, recurred, relapse, relapsed, nodule, growth, focus, foci, uptake,
            invasion, invaded, erosion, eroded, replacement, replaced, disease, seeding, dissemination, affected, hot
            spot, hypermetabolic, implant, osseous, pathological fracture, pathologic fracture, compression fracture,
            cord compression, root compression, spinal cord compression, epidural compression, process, sarcoma,
            carcinoma, cancer, levels involved, tumoral, tumorous, neoplastic, second one, third one, fourth one,
            fifth one, first one, another, another one, filling defect, malignant, carcinomatous, formation, swelling,
            expansion, expansile, enlargement, widening, defect, aneurysmal bone cyst, epiduritis, block
            """
        ),
        "treated": terms(
            """
            corpectomy, vertebrectomy, spondylectomy, hemivertebrectomy, sacrectomy, decompression, decompressive
            surgery, biopsy, biopsies, curettage, vertebroplasty, kyphoplasty, cementoplasty, separation surgery,
            radiotherapy, irradiation, irradiated, radiosurgery, SBRT, SRS, radiation, radiation therapy, cyberknife,
            ablation, cryoablation, radiofrequency ablation, resection, excision, removal, embolization, embolisation,
            costotransversectomy, spondylectomies, en bloc, treated, Gy, proton, approach, gamma knife, en bloc
            spondylectomy, en bloc resection, block from, cytoreduction, debulking, exposure, tomotherapy,
            coccygectomy, en bloc vertebrectomy, corporectomy, somatectomy, beam, external beam, EBRT, SABR, IMRT, RT,
            XRT, field, portal, boost, brachytherapy, carbon ion, therapy, treatment, sacrum resection, hemisacrectomy
            """
        ),
        "sign": terms(
            """
            interspace, tenderness, stenosis, signal change, cord signal, myelopathy, instability, hematoma,
            haematoma, hemorrhage, haemorrhage, pain, painful, discomfort, percussion, tenderness over, surgery,
            operation, operated, hyperintensity, hyper intensity, swollen, angiography, angiogram, arteriography,
            arteriogram, signal alteration, signal abnormality, intramedullary signal
            """
        ),
        "other": terms(
            """
            laminectomy, laminotomy, laminoplasty, hemilaminectomy, hemilaminotomy, hemi laminectomy, fixation,
            fixated, fixed, fixator, fusion, fused, fusing, instrumentation, instrumented, stabilization,
            stabilisation, stabilized, stabilised, arthrodesis, spondylodesis, screw, rod, plate, plating, cage,
            strut, graft, hook, implanted, hardware, reconstruction, reconstructed, osteotomy, amputation, stump,
            incision, thoracotomy, laparotomy, construct, osteosynthesis, prosthesis, spacer, transfixation,
            foraminotomy, facetectomy, interspinous, edema, oedema, syrinx, syringes, syringomyelic, hydromyelic,
            syringohydromyelic, cavitation, syrinx cavity, cystic cavity, cavern, presyrinx, oedematous, edematous,
            myelitis, syringomyelia, hydromyelia, syringohydromyelia, kyphosis, lordosis, scoliosis, gibbus, kyphotic,
            angulation, root, roots, nerve, nerve root, dermatome, dermatomal, myotome, myotomal, radiculopathy,
            radicular, radicular pain, radiculitis, sensory, sensory level, sensation, hypoesthesia, hypesthesia,
            hypaesthesia, hypoaesthesia, anesthesia, anaesthesia, analgesia, numbness, paresthesia, paraesthesia,
            dysesthesia, hyperesthesia, reflex, power, motor, muscle, strength, weakness, palsy, paraplegia,
            paraplegic, paraparesis, tetraplegia, quadriplegia, quadriparesis, neurological level, neurologic level,
            innervated, innervation, function, distribution, neuralgia, artery, arteries, intercostal, segmental
            artery, segmental arteries, segmental vessel, feeder, feeding, vessel, supplied, supply, vein,
            adamkiewicz, disc, disk, discectomy, diskectomy, herniation, herniated, hernia, protrusion, prolapse,
            prolapsed, spondylolisthesis, listhesis, spondylosis, osteoporotic, osteoporosis, osteoporotic fracture,
            osteoporotic compression fracture, insufficiency fracture, degenerative, degeneration, discitis,
            neuropathy, zoster, subluxation, dislocation, retrolisthesis, spondylodiscitis, puncture, catheter, drain,
            injection, rib, implant fixation, level sensory, cadaver, internal fixation, spinal fusion, spinal cord
            injury, cord injury, injury, screw fixation, pedicle screw, normal, bone graft, bone grafting, grafting,
            corset, orthosis, brace, spondylitis, hemangioma of, cement augmented fixation, intercostal artery,
            intercostal arteries, motor level, root pain, nerve pain, sciatica, lamina resection, rootlet, route,
            osteophyte, bulge, bulging, disc bulge, disk bulge, arthrosis, arthropathy, osteoarthritis,
            osteochondrosis, modic, schmorl, spondylolysis, neurotomy, lateral mass screw, lateral mass fixation,
            lateral mass plating, lateral mass fusion, fiducial, tattoo, ganglion block, nerve block, root block,
            epidural injection, epidural catheter, spinal anesthesia, spinal anaesthesia, intrathecal, bone island,
            laminectomy defect, cross link, connector, laminar hook, rib resection, dorsal root, ganglionectomy,
            rhizotomy, interlaminar, interlaminar space, cord swelling, cord atrophy, myelomalacia, gliosis, jerk,
            ankle jerk, stimulation, stimulator, electrode, pump, block vertebra, spina bifida, cyst, tarlov cyst,
            synovial cyst, hemivertebra, paget, paget disease, lumbarization, sacralization, lumbarisation,
            sacralisation, wiring, wired, wire, pseudomeningocele, dural tear, durotomy, dura was opened, dural
            opening, dura opened, myelotomy, CSF leak, fat, coil, coiled, balloon, balloon occlusion, cerclage, halo,
            catheterization, catheterisation, catheterized, catheterised, drained, drainage, punctured, anesthetic,
            anaesthetic, hypesthetic, evoked potential, SSEP, MEP, EMG, adjacent fracture, adjacent segment,
            junctional, compression syndrome, cord syndrome, cord compression syndrome
            """
        ),
        "bone": terms("lateral mass, spinous process, transverse process, odontoid process, articular process"),
    },
}
