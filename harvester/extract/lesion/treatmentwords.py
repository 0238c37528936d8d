"""The words that name a treatment: operations, irradiation, radiosurgery, drugs, embolization."""

from __future__ import annotations

from ..text.vocabulary import Kinds, terms

CUES: Kinds = {
    "treatment": {
        "surgery": terms(
            """
            surgery, operation, operated, resection, resected, removal, removed, excision, excised,
            spondylectomy, laminectomy, corpectomy, vertebrectomy, decompression, decompressed, debulking,
            debulked, reoperation, surgical, surgically, extirpation, extirpated, laminoplasty,
            hemilaminectomy, stabilization, stabilisation, fixation, enucleation, metastasectomy,
            sacrectomy, laminotomy, microsurgery, microsurgical, operated, reoperated, curettage, curetted,
            sacral amputation, cordectomy, instrumentation, spinal fusion, open biopsy, surgical biopsy,
            surgeries, myelotomy, exeresis, costotransversectomy, corporectomy, somatectomy, hemivertebrectomy,
            hemisacrectomy, coccygectomy, facetectomy, spondylodesis, arthrodesis, posterior fusion, anterior fusion,
            pedicle screw, transpedicular screw,
            interbody fusion, occipitocervical fusion, occipito cervical fusion, cervical fusion, instrumented,
            excisional biopsy, incisional biopsy, reintervention, reintervened, re operation, re operated,
            cytoreduction, TES,
            debulk, extirpate, resect, excise, operate on, taken out, laminectomies, removing, resecting, excising,
            tumorectomy, tumourectomy, corpectomies, vertebrectomies, spondylectomies, hemilaminectomies,
            intraoperative, intraoperatively, intra operative, intra operatively,
            peroperative, peroperatively, internal fixation, osteosynthesis, vertebral body replacement,
            expandable cage, titanium cage, mesh cage, titanium mesh, posterolateral fusion, spinal arthrodesis,
            shelled out, at exploration, exploration revealed, exploration disclosed, exploration showed,
            column reconstruction, laminectomized, laminectomised, reexploration, re exploration,
            surgical exploration, operatively
            """
        ),
        "radiotherapy": terms(
            """
            radiotherapy, radiation, irradiation, irradiated, radiation therapy, stereotactic radiotherapy,
            chemoradiotherapy, radiated, proton therapy, IMRT, VMAT, radiochemotherapy, proton beam, carbon ion,
            tomotherapy, radio therapy, x ray therapy, chemoradiation, reirradiation, re irradiation,
            re irradiated, reirradiated, radiotherapeutic, cobalt therapy, brachytherapy, cobalt, EBRT, XRT,
            chemo and radiotherapy, Gy, cGy, rad, rads, gray, GyE, CGE, GyRBE, protons, RT, carbon ions,
            carbon ion radiotherapy,
            teletherapy, IGRT, PBT, radiant treatment, radiant therapy, external beam, megavoltage, orthovoltage,
            roentgen therapy, roentgentherapy, roentgen treatment, röntgen treatment,
            röntgen therapy, x ray treatment, deep x ray, irradiate, irradiating, irradiations,
            hypofractionated, tele cobalt, telecobalt, cobaltotherapy, neutron therapy, fast neutrons,
            hadron therapy, hadrontherapy, heavy ion,
            radio and chemotherapy, chemo and radiation, helical tomotherapy, actinotherapy, iodine 125 seed,
            radioactive seed, i 125 seed, 125i seed, seed implantation, seed brachytherapy, 3DCRT, EBRT, CIRT
            """
        ),
        "radiosurgery": terms(
            """
            radiosurgery, stereotactic radiosurgery, gamma knife, cyberknife, radiosurgical,
            radiosurgically, gammaknife, gamma knife radiosurgery, cyber knife, SRS, gamma knife surgery,
            cyberknife surgery, stereotactic radio surgery, stereotactic body radiotherapy, stereotactic
            body radiation therapy, stereotactic body radiation, stereotactic body radiosurgery, SBRT, SABR,
            stereotactic ablative radiotherapy, stereotactic ablative body radiotherapy, stereotactic ablative
            radiation therapy, stereotactic body irradiation, stereotactic body RT, LINAC radiosurgery,
            stereotactic irradiation,
            stereotactic radiation, stereotactic hypofractionated radiotherapy, stereotactic hypofractionated radiation
            """
        ),
        "chemotherapy": terms(
            """
            chemotherapy, chemotherapeutic, temozolomide, doxorubicin, ifosfamide, dacarbazine, trabectedin,
            adriamycin, chemoradiotherapy, radiochemotherapy, cisplatin, vincristine, cyclophosphamide,
            gemcitabine, docetaxel, paclitaxel, bevacizumab, pazopanib, sunitinib, sorafenib, axitinib,
            regorafenib, anlotinib, apatinib, imatinib, dasatinib, everolimus, figitumumab, eribulin,
            epirubicin, carboplatin, etoposide, actinomycin D, methotrexate, interferon, interferon alpha,
            interferon alfa, octreotide, pembrolizumab, nivolumab, lenvatinib, cabozantinib, thalidomide,
            tyrosine kinase inhibitor, chemo, chemoradiation, immunotherapy, targeted therapy,
            antiangiogenic therapy, anti angiogenic therapy, liposomal doxorubicin, fluorouracil, olaratumab,
            dactinomycin, actinomycin, bleomycin,
            vinblastine, melphalan, topotecan, irinotecan, vinorelbine, nilotinib, ramucirumab, sintilimab,
            camrelizumab,
            toripalimab, tislelizumab, atezolizumab, ipilimumab, lomustine, BCNU, carmustine, procarbazine, sirolimus,
            systemic therapy, systemic treatment, antiangiogenic, TKI, temsirolimus, hydroxyurea, anthracycline,
            cytostatic, anticancer therapy, anti cancer therapy, anticancer treatment, anti cancer treatment,
            antineoplastic therapy, antineoplastic treatment, antineoplastic, cytotoxic therapy,
            cytotoxic treatment, targeted treatment, targeted agent, targeted drug, systemic antineoplastic,
            surufatinib, fruquintinib, trofosfamide, mitomycin, vindesine, chemotherapeutically, polychemotherapy,
            checkpoint inhibitor, aflibercept, brivanib, trastuzumab, thiotepa, nitrogen mustard
            """
        ),
        "embolization": terms(
            """
            embolization, embolisation, embolized, embolised, embolizations, embolise, embolize,
            chemoembolization, devascularization, devascularisation, devascularized, polyvinyl alcohol, PVA,
            onyx, gelfoam, gelatin sponge, NBCA, n butyl cyanoacrylate, coiling, coils, embolizing, feeding branch,
            feeding artery, feeding vessel, feeder, intercostal artery, lumbar artery, segmental artery,
            sacral artery,
            vertebral artery, angioembolization, angioembolisation, endovascular occlusion, transarterial occlusion,
            ethylene vinyl alcohol, microsphere,
            embosphere, embolic agent, embolic material, glubran, histoacryl, embolotherapy
            """
        ),
    },
}
